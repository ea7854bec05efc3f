import { GeneratorError } from "../errors.ts";
import type { EmittedFile } from "../render/emitted-file.ts";
import { readRegularFile } from "./read-regular-file.ts";
import { safePath } from "./safe-path.ts";

/** Names the generated files of a folder, so that the next run can remove those it no longer makes. */
export const MANIFEST = ".framegate.json";

/** What writing would do to a folder; every file is in exactly one of the first three lists. */
export interface OutputPlan {
  readonly folder: string;
  readonly write: readonly EmittedFile[];
  readonly remove: readonly string[];
  readonly unchanged: readonly string[];
  /** Those of `write` that stand there already and that no former run wrote: somebody else's. */
  readonly foreign: readonly string[];
}

/** Compares what a document makes now with what stands in a folder. Touches nothing. */
export function planOutput(folder: string, files: readonly EmittedFile[]): OutputPlan {
  // First, so that a run that is cut short leaves no file that the next would take for somebody else's.
  const all = [manifestOf(files), ...files];
  const paths = new Set(all.map((file) => file.path));
  const differing = all.filter((file) => differs(folder, file));
  const write = new Set(differing);
  const former = new Set(formerFiles(folder));
  return {
    folder,
    write: differing,
    remove: [...former].filter((path) => !paths.has(path) && present(folder, path)),
    unchanged: all.filter((file) => !write.has(file)).map((file) => file.path),
    foreign: differing
      .map((file) => file.path)
      .filter((path) => path !== MANIFEST && !former.has(path) && present(folder, path)),
  };
}

/** Throws FILES_FOREIGN where carrying out a plan would replace what somebody else wrote. */
export function refuseForeign({ folder, foreign }: OutputPlan): void {
  if (foreign.length > 0) {
    const files = foreign.map((path) => `"${path}"`).join(", ");
    throw new GeneratorError("FILES_FOREIGN", { folder, files });
  }
}

/** Paths that `--check` and `--dry-run` list, sorted. */
export function changedPaths(plan: OutputPlan): readonly string[] {
  return [...plan.write.map((file) => file.path), ...plan.remove].sort();
}

function manifestOf(files: readonly EmittedFile[]): EmittedFile {
  const generated = files.filter((file) => !file.once).map((file) => file.path);
  const text = `${JSON.stringify({ generated: generated.sort() }, null, 2)}\n`;
  return { path: MANIFEST, text, once: false };
}

function differs(folder: string, file: EmittedFile): boolean {
  const text = readIfPresent(safePath(folder, file.path));
  return text === null || (!file.once && text !== file.text);
}

function present(folder: string, path: string): boolean {
  return readIfPresent(safePath(folder, path)) !== null;
}

/** The text of a file; null where there is none to read. */
export function readIfPresent(path: string): string | null {
  try {
    return readRegularFile(path);
  } catch {
    return null;
  }
}

/** The files that the last run made; a manifest that is not ours or is damaged names none. */
function formerFiles(folder: string): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(readIfPresent(safePath(folder, MANIFEST)) ?? "null");
    const isManifest = typeof parsed === "object" && parsed !== null && "generated" in parsed;
    const listed: unknown = isManifest ? parsed.generated : [];
    return Array.isArray(listed) ? listed.filter((path) => typeof path === "string") : [];
  } catch {
    return [];
  }
}
