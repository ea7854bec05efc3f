import { readdirSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { GeneratorError } from "../errors.ts";

/**
 * The documents that the words of a command line name: files, https URLs and `-` as they stand, globs
 * expanded here for shells that do not (`*`, `**`, `?`, `{a,b}`), in a stable order, each once.
 */
export function expandDocuments(words: readonly string[]): readonly string[] {
  return [...new Set(words.flatMap(expandWord))];
}

function expandWord(word: string): readonly string[] {
  const isPlain = word === "-" || /^https?:\/\//u.test(word) || !/[*?{]/u.test(word);
  if (isPlain || statSync(word, { throwIfNoEntry: false }) !== undefined) {
    return [word];
  }
  const found = matching(word);
  if (found.length === 0) {
    throw new GeneratorError("FILE_UNREADABLE", { file: word, reason: "no file matches" });
  }
  return found;
}

function matching(glob: string): readonly string[] {
  const root = fixedPrefix(glob);
  const pattern = globPattern(glob);
  const folder = root === "" ? "." : root;
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    return [];
  }
  return filesUnder(folder)
    .map((path) => (root === "" ? relative(".", path) : path).split(sep).join("/"))
    .filter((path) => pattern.test(path))
    .sort();
}

/** The folders before the first name that holds a wildcard. */
function fixedPrefix(glob: string): string {
  const names = glob.split("/");
  const first = names.findIndex((name) => /[*?{]/u.test(name));
  return names.slice(0, first).join("/") || (glob.startsWith("/") ? "/" : "");
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith(".") || entry.name === "node_modules") {
      return [];
    }
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

function globPattern(glob: string): RegExp {
  const body = glob.replaceAll(/\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[\\^$.|+()[\]{}]/gu, (token) => {
    if (token === "**/") {
      return "(?:[^/]+/)*";
    }
    if (token.startsWith("{") && token.length > 1) {
      return `(?:${token.slice(1, -1).split(",").map(escapePattern).join("|")})`;
    }
    return { "**": ".*", "*": "[^/]*", "?": "[^/]" }[token] ?? `\\${token}`;
  });
  return new RegExp(`^${body}$`, "u");
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.|+()[\]{}*?]/gu, "\\$&");
}
