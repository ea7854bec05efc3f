import { wordsOf } from "./words.ts";

/** `chat-room`; only ASCII letters and digits, `api` where nothing of the name is left. */
export function kebabCase(name: string): string {
  const ascii = name.normalize("NFKD").replaceAll(/\p{M}/gu, "");
  const words = wordsOf(ascii)
    .map((word) => word.replaceAll(/[^a-z0-9]/gu, ""))
    .filter((word) => word !== "");
  return words.length === 0 ? "api" : words.join("-");
}
