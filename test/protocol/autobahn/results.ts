import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What the testsuite says of a case. */
export interface CaseResult {
  /** `1.1.1` */
  readonly id: string;
  /** OK, NON-STRICT, INFORMATIONAL, UNIMPLEMENTED or FAILED. */
  readonly behavior: string;
  /** The same of how the connection ended. */
  readonly behaviorClose: string;
}

/** The agent that reports name. */
export const AGENT = "framegate";

/** Reads the index of a report folder. */
export function readResults(folder: string): readonly CaseResult[] {
  const index: unknown = JSON.parse(readFileSync(join(folder, "index.json"), "utf8"));
  const ofAgent = memberOf(index, AGENT);
  if (typeof ofAgent !== "object" || ofAgent === null) return [];
  return Object.entries(ofAgent)
    .map(([id, result]) => ({
      id,
      behavior: String(memberOf(result, "behavior")),
      behaviorClose: String(memberOf(result, "behaviorClose")),
    }))
    .toSorted((one, other) => compareIds(one.id, other.id));
}

/** Whether a case is what the testsuite calls failed, in what was sent or in how it ended. */
export function isFailed({ behavior, behaviorClose }: CaseResult): boolean {
  return !PASSING.has(behavior) || !PASSING.has(behaviorClose);
}

const PASSING: ReadonlySet<string> = new Set([
  "OK",
  "NON-STRICT",
  "INFORMATIONAL",
  "UNIMPLEMENTED",
]);

/** How often each behavior occurs. */
export function tally(results: readonly CaseResult[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const result of results) {
    const name = isFailed(result) ? "FAILED" : result.behavior;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function compareIds(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
