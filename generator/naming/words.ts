/**
 * The words of a name, whatever its author's case: `HTTPServer_v2 now` is `http`, `server`, `v2`, `now`.
 * Letters and digits of any script count; everything else separates.
 */
export function wordsOf(name: string): readonly string[] {
  return name
    .normalize("NFC")
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1 $2")
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}
