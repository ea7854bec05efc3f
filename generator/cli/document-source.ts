import { buffer } from "node:stream/consumers";
import type { DocumentSource } from "../source/load.ts";

/** Where the document that a word names is read from: a file, an address, or standard input for `-`. */
export async function documentSource(word: string): Promise<DocumentSource> {
  if (word === "-") {
    const text = (await buffer(process.stdin)).toString("utf8");
    return { kind: "text", name: "<stdin>", text };
  }
  return /^https?:\/\//u.test(word) ? { kind: "url", url: word } : { kind: "file", path: word };
}
