import type { Place } from "../diagnostics.ts";
import type { Patch } from "../source/patch.ts";
import type { SourceTree } from "../source/tree.ts";
import type { RepairRule } from "./findings.ts";

/** One slip that was found, and the changes that make it what was meant. */
export interface Repair {
  readonly place: Place;
  /** What stands there and what it was read as. */
  readonly message: string;
  /** How to write it properly. */
  readonly hint: string | null;
  readonly patches: readonly Patch[];
}

/** A document in need of repair. */
export interface Patient {
  readonly tree: SourceTree;
  /** 2 or 3: the major version of AsyncAPI that it is written in. */
  readonly major: 2 | 3;
}

/** One kind of slip. A rule sees the document as the rules before it left it. */
export interface Rule {
  readonly id: RepairRule;
  detect(patient: Patient): Iterable<Repair>;
}
