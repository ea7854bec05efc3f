import type { Shape } from "../shape.ts";
import type { Procedure, Statement, Table } from "./ir.ts";
import type { KeyPool } from "./key-pool.ts";
import type { Measures } from "./measures.ts";
import type { PlanId } from "./plan.ts";

/** A function that reads a value; `isDeep`: it is told how many containers may still be opened. */
export interface Reader {
  readonly name: string;
  readonly isDeep: boolean;
}

/** Makes functions of plans, one for all places that read the same thing in the same way. */
export interface Lowerer {
  readonly measures: Measures;
  readonly pool: KeyPool;
  /** Characters of the code of all functions so far. */
  readonly size: number;
  /** Is the API so large that short code is worth more than fast code? */
  readonly isLarge: boolean;
  /** Functions that rule shapes out. */
  readonly refuters: Map<Shape, string | null>;
  /** The function for a plan; null: it accepts nothing. */
  reader(id: PlanId): Reader | null;
  /** Statements that read a value with a plan inside a container, or give up. */
  read(id: PlanId): readonly Statement[];
  /** The same, but the position is -1 where the value is not accepted. */
  step(id: PlanId): readonly Statement[];
  /** Adds a function with a name of its own, or finds the one that does the same. */
  add(kind: string, procedure: Omit<Procedure, "name">): string;
  /** The function for a thing with this key, made once. */
  shared(key: string, make: () => string): string;
  /** A table with these bytes. */
  table(bytes: Uint8Array): Table;
}
