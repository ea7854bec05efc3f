import type { Place } from "../diagnostics.ts";
import type { Plain, SourceTree } from "../source/tree.ts";

/**
 * The text of a number or boolean, as its author wrote it: `1.0` is the number 1 to YAML and "1.0" to
 * people. Null for any other value.
 */
export function writtenText(tree: SourceTree, place: Place, value: Plain): string | null {
  if (typeof value === "boolean") return String(value);
  if (typeof value !== "number" && typeof value !== "bigint") return null;
  const { file, line, column, endLine, endColumn } = tree.position(place);
  const lines = tree.files.get(file)?.split(/\r\n|\r|\n/) ?? [];
  const written = line === endLine ? (lines[line - 1] ?? "").slice(column - 1, endColumn - 1) : "";
  return /^[-+.\w]+$/.test(written) && Number(written) === Number(value) ? written : String(value);
}
