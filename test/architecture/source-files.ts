import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One text file of the project, path from its root. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** All files below the folders whose names end so. */
export function sourceFiles(folders: readonly string[], ending = ".ts"): readonly SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(ending) && !name.includes("node_modules"))
      .map((name) => join(folder, name))
      .map((path) => ({ path, text: readFileSync(path, "utf8") })),
  );
}
