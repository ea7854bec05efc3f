import type { Diagnostic } from "../diagnostics.ts";
import type { ApiModel } from "../model/api.ts";
import { deepFreeze } from "../model/freeze.ts";
import type { SourceTree } from "../source/tree.ts";
import { createContext } from "./context.ts";
import { isObject } from "./fields.ts";
import { lowerDocument } from "./lower-document.ts";
import type { Overlay } from "./overlay.ts";
import type { Decision } from "./reading.ts";

/** What may overrule a document. */
export interface BuildOptions {
  readonly overlay: Overlay | null;
  /** `server` and `client` win over everything the document says. */
  readonly perspective: "auto" | "server" | "client";
}

/** A document as it is understood. */
export interface Built {
  /** Deep-frozen; null only where nothing could be lowered. Not fit to run while there are errors. */
  readonly model: ApiModel | null;
  readonly diagnostics: readonly Diagnostic[];
  /** What the document left open, how it was decided and why. */
  readonly decisions: readonly Decision[];
}

/** Lowers a document of any version into the one model. Every problem is reported; none hides the next. */
export function buildModel(tree: SourceTree, options: BuildOptions): Built {
  const diagnostics: Diagnostic[] = [];
  const decisions: Decision[] = [];
  if (!isObject(tree.root.value)) {
    return { model: null, diagnostics, decisions };
  }
  const context = createContext(
    tree,
    options.overlay,
    (diagnostic) => diagnostics.push(diagnostic),
    (decision) => decisions.push(decision),
  );
  const model = lowerDocument(context, options.perspective);
  return { model: deepFreeze(model), diagnostics, decisions };
}
