import { written, type Code } from "../../render/code.ts";
import { runtimeDeclarations } from "../../render/core-files.ts";

const COLUMNS = 100;

/**
 * The types of hooks as a build's `gateway.d.ts` holds them: without the words about the module that they
 * come from, two spaces deep, a blank line between two declarations, lines of at most 100 columns. The
 * compiler that makes a package's declarations keeps none of that.
 */
export function hookTypes(): Code {
  const text = runtimeDeclarations("hooks/types").replace(/^\/\*\*[\s\S]*?\*\/\n+/u, "");
  const lines = text.replaceAll(/^(\}.*)\n(?=\S)/gmu, "$1\n\n").split("\n");
  const isDeep = lines.every((line) => /^(?: {4})*(?: \*|\S|$)/u.test(line));
  return written(lines.flatMap((line) => fit(isDeep ? halved(line) : line)).join("\n"));
}

function halved(line: string): string {
  return line.replace(/^(?: {4})+/u, (indent) => " ".repeat(indent.length / 2));
}

function fit(line: string): readonly string[] {
  if (line.length <= COLUMNS) {
    return [line];
  }
  const [, indent = "", single, more] = /^( *)(?:\/\*\* (.+) \*\/| \* (.+))$/u.exec(line) ?? [];
  if (single !== undefined) {
    return [`${indent}/**`, ...wrapped(single, `${indent} * `), `${indent} */`];
  }
  return more === undefined ? broken(line) : wrapped(more, `${indent} * `);
}

function wrapped(text: string, before: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > COLUMNS) {
      lines.push(before + word);
    } else {
      lines[lines.length - 1] = `${last} ${word}`;
    }
  }
  return lines;
}

/** A declaration with each item of its first list, in `()` or `<>`, on a line of its own. */
function broken(line: string): readonly string[] {
  const indent = /^ */u.exec(line)?.[0] ?? "";
  const start = line.search(/[(<]/u) + 1;
  const items = [""];
  let depth = 0;
  let end = start;
  for (; end < line.length && depth >= 0; end += 1) {
    const character = line.charAt(end);
    depth += /[(<[]/u.test(character) ? 1 : /[)>\]]/u.test(character) ? -1 : 0;
    if (depth === 0 && character === ",") {
      items.push("");
    } else if (depth >= 0) {
      items[items.length - 1] += character;
    }
  }
  const inner = items.map((item) => `${indent}  ${item.trim()},`);
  return [line.slice(0, start), ...inner, indent + line.slice(end - 1)];
}
