import { wordsOf } from "../../naming/words.ts";

/** Gives names of JavaScript to what a module declares, each once. */
export interface Names {
  /** The name of something that the document calls by these words; the same words twice get two names. */
  declare(words: readonly string[]): string;
}

/** Longest name, in characters, before what tells it from another. */
const MAX_NAME = 60;

/** Words of the language, and names that the code of checks uses itself. */
const RESERVED =
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
  "false finally for function if implements import in instanceof interface let new null package private protected " +
  "public return static super switch this throw true try typeof undefined var void while with yield " +
  "fault formats key marks own value";

/**
 * Names that come from a document's words alone: two that would be called the same are told apart by what they are
 * made from, not by a counter.
 */
export function createNames(taken: Iterable<string>): Names {
  const used = new Set([...RESERVED.split(" "), ...taken]);
  return {
    declare: (words) => {
      const wanted = camelCase(words);
      let free = wanted;
      for (let round = 0; free === "" || used.has(free); round += 1) {
        free = `${wanted === "" ? "schema" : wanted}_${hashOf([...words, ...Array(round).fill("")])}`;
      }
      used.add(free);
      return free;
    },
  };
}

function camelCase(words: readonly string[]): string {
  const parts = words.flatMap(wordsOf).map((word) => word.replaceAll(/[^a-z0-9]/gu, ""));
  const joined = parts
    .filter((part) => part !== "")
    .map((part, index) => (index === 0 ? part : part.charAt(0).toUpperCase() + part.slice(1)))
    .join("")
    .slice(0, MAX_NAME);
  return /^\d/u.test(joined) ? `n${joined}` : joined;
}

/** Eight hex digits of a 32-bit FNV-1a hash. */
function hashOf(words: readonly string[]): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(words.join("\u0000"))) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
