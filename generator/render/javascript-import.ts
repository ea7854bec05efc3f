import { literal } from "./code.ts";

const COLUMNS = 100;

/** An import of names from a module, each once, one on a line where they do not fit in one. */
export function printImport(names: Iterable<string>, path: string): string {
  const each = [...new Set(names)].sort();
  const from = literal(path);
  const line = `import { ${each.join(", ")} } from ${from};\n`;
  return line.length <= COLUMNS
    ? line
    : `import {\n${each.map((name) => `  ${name},\n`).join("")}} from ${from};\n`;
}
