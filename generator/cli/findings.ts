import type { Compiled } from "../compile.ts";
import type { Severity } from "../diagnostics.ts";
import { locateFindings } from "../lint/locate.ts";
import { isContained } from "../partial.ts";
import type { LocatedFinding } from "../lint/located.ts";

/** The findings of a compilation at their lines; those about the overlay at the overlay's. */
export function findingsOf(compiled: Compiled): readonly LocatedFinding[] {
  const { tree, overlayTree, diagnostics } = compiled;
  const overlayFile = overlayTree?.root.file ?? null;
  const ofOverlay = diagnostics.filter((one) => one.place.file === overlayFile);
  const ofDocument = diagnostics.filter((one) => one.place.file !== overlayFile);
  return [...locateFindings(ofDocument, tree), ...locateFindings(ofOverlay, overlayTree)];
}

/** Texts of all files that findings may quote. */
export function textsOf(compiled: Compiled): ReadonlyMap<string, string> {
  const { tree, overlayTree } = compiled;
  return new Map([...(overlayTree?.files ?? []), ...(tree?.files ?? [])]);
}

/** Shows findings on standard error as code frames; for verbs whose standard output is something else. */
export async function showFindings(
  compiled: Compiled,
  worthShowing: readonly Severity[],
): Promise<void> {
  const findings = findingsOf(compiled).filter(({ severity }) => worthShowing.includes(severity));
  if (findings.length === 0) {
    return;
  }
  const { reportStylish } = await import("../lint/report/stylish.ts");
  const color = wantsColor(process.stderr);
  process.stderr.write(reportStylish(findings, { color, files: textsOf(compiled) }));
}

/** Findings of a document that a gateway is made of, and what to do where they keep it from being made. */
export async function showCompilation(compiled: Compiled): Promise<void> {
  await showFindings(compiled, ["error", "warning"]);
  const errors = compiled.diagnostics.filter(({ severity }) => severity === "error");
  if (compiled.gateway === null && errors.length > 0 && errors.every(isContained)) {
    process.stderr.write(
      "Each error concerns one schema: --partial goes on and refuses what those schemas describe.\n",
    );
  }
}

/** Colour on a terminal unless NO_COLOR is set (no-color.org); FORCE_COLOR asks for it anywhere. */
export function wantsColor(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") {
    return false;
  }
  return stream.isTTY === true || (FORCE_COLOR !== undefined && FORCE_COLOR !== "0");
}

/** True where some finding means that the document cannot be compiled. */
export function hasErrors(compiled: Compiled): boolean {
  return compiled.diagnostics.some(({ severity }) => severity === "error");
}
