import { ratioOf, type Spread } from "./arithmetic.ts";
import { GOAL_CELLS, nameOf } from "./cells.ts";
import { NGINX, OURS, WS, WS_AJV } from "./names.ts";
import { cpuPerMessage, valuesOf, type Figures } from "./rounds.ts";

/** How much of a peer's CPU for a message ours may take, cell by cell of GOAL_CELLS. */
const GOALS = [
  { peer: WS_AJV, most: [0.07, 0.12, 0.25, 0.7, 0.55] },
  { peer: WS, most: [0.09, 0.3, 0.9, 0.9, 0.9] },
  { peer: NGINX, most: [3.5, 5, 5.5, 2.2, 2.4] },
] as const;

/** A goal and what was measured; null where the peer was not measured. */
export interface Outcome {
  readonly peer: string;
  readonly cell: string;
  readonly most: number;
  readonly measured: Spread | null;
}

/** Each goal beside what was measured, round against round of the same run. */
export function outcomesOf(figures: Figures): Outcome[] {
  return GOALS.flatMap(({ peer, most }) =>
    GOAL_CELLS.map((cell, index) => {
      const of = (subject: string): number[] =>
        valuesOf(figures, nameOf(cell), subject, cpuPerMessage);
      const measured = ratioOf(of(OURS), of(peer));
      return { peer, cell: nameOf(cell), most: most[index] ?? 0, measured };
    }),
  );
}
