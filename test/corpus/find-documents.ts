import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { ActionPerspective } from "./raw-api.ts";

export interface CorpusDocument {
  readonly name: string;
  readonly path: string;
  /** Whose side the document takes, where a person has said so. */
  readonly perspective: ActionPerspective | null;
}

/**
 * The documents of a folder: the rows of its `manifest.tsv` (columns `slug`, `entry`, `action_perspective`)
 * where it has one, else every YAML or JSON file below it with an `asyncapi` key at its root.
 */
export function findDocuments(folder: string): readonly CorpusDocument[] {
  const manifest = join(folder, "manifest.tsv");
  return existsSync(manifest)
    ? fromManifest(folder, readFileSync(manifest, "utf8"))
    : fromFolder(folder);
}

function fromManifest(folder: string, text: string): readonly CorpusDocument[] {
  const [header = "", ...lines] = text.split(/\r?\n/).filter((line) => line !== "");
  const columns = header.split("\t");
  return lines.map((line) => {
    const cells = line.split("\t");
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? "";
    const perspective = cell("action_perspective").trim();
    return {
      name: cell("slug"),
      path: join(folder, cell("entry")),
      perspective: perspective === "client" || perspective === "server" ? perspective : null,
    };
  });
}

function fromFolder(folder: string): readonly CorpusDocument[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ya?ml|json)$/.test(name) && !name.includes("node_modules"))
    .sort()
    .map((name) => ({ name, path: join(folder, name), perspective: null }))
    .filter(({ path }) => /^\s*\{?\s*["']?asyncapi["']?\s*:/m.test(readFileSync(path, "utf8")));
}
