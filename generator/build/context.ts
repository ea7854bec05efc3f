import type { Place, Report } from "../diagnostics.ts";
import type { Origin } from "../model/api.ts";
import type { SourceTree } from "../source/tree.ts";
import { BUILD_FINDINGS, type FindingId } from "./findings.ts";
import type { Overlay } from "./overlay.ts";
import type { Decision } from "./reading.ts";

/** What every step of lowering needs: the document, what overrides it, and where to say things. */
export interface BuildContext {
  readonly tree: SourceTree;
  readonly overlay: Overlay | null;
  /** Adds a finding of the table `BUILD_FINDINGS`, with its severity. */
  readonly find: (rule: FindingId, at: Place, message: string, hint?: string) => void;
  /** For steps that other folders own. */
  readonly report: Report;
  readonly decide: (decision: Decision) => void;
}

/** A context that hands on every finding and decision in the order of discovery. */
export function createContext(
  tree: SourceTree,
  overlay: Overlay | null,
  report: Report,
  decide: (decision: Decision) => void,
): BuildContext {
  const find: BuildContext["find"] = (rule, at, message, hint) =>
    report({
      rule,
      severity: BUILD_FINDINGS[rule].severity,
      message,
      hint: hint ?? null,
      place: placeOf(at),
    });
  return { tree, overlay, find, report, decide };
}

/** Only the place of a node, so that a finding never holds on to a document. */
export function placeOf(at: Place): Place {
  return { file: at.file, pointer: at.pointer };
}

/** The same, in the model's words. */
export function originOf(at: Place): Origin {
  return { file: at.file, pointer: at.pointer };
}
