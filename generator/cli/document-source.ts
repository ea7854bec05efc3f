import { GeneratorError } from "../errors.ts";
import { DEFAULT_CAPS } from "../source/limits.ts";
import type { DocumentSource } from "../source/load.ts";
import { decoded } from "../source/open-file.ts";

/** Where the document that a word names is read from: a file, an address, or standard input for `-`. */
export async function documentSource(word: string): Promise<DocumentSource> {
  if (word === "-") {
    return { kind: "text", name: STDIN, text: await standardInput(process.stdin) };
  }
  return /^https?:\/\//u.test(word) ? { kind: "url", url: word } : { kind: "file", path: word };
}

const STDIN = "<stdin>";

/** All of a stream up to one byte over what a document may hold: more is refused, however much there is. */
export async function standardInput(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > DEFAULT_CAPS.fileBytes) {
      throw unreadable(`it exceeds ${DEFAULT_CAPS.fileBytes / 1024 / 1024} MiB`);
    }
  }
  const opened = decoded(Buffer.concat(chunks));
  if (opened.kind !== "text") {
    throw unreadable("it is not UTF-8 text");
  }
  return opened.text;
}

function unreadable(reason: string): GeneratorError {
  return new GeneratorError("FILE_UNREADABLE", { file: STDIN, reason });
}
