import { type Place, runCase } from "./run-case.ts";
import type { ProtocolCase } from "./protocol-case.ts";
import type { WireRole } from "./wire.ts";

/** A case that did not end as it says. */
export interface Failure {
  readonly id: string;
  /** The case, its bytes and what went wrong, for people. */
  readonly report: string;
}

/** Cases run at the same time: enough to keep the gateway busy, few enough that none waits for long. */
const AT_ONCE = 24;

/** Longest run of bytes that a report prints of one write. */
const SHOWN_BYTES = 160;

/** Runs cases and gives those that failed. */
export async function runCases(
  cases: readonly ProtocolCase[],
  place: Place,
): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  const left = cases.values();
  const work = async (): Promise<void> => {
    for (const given of left) {
      const wrongs = await runCase(given, place).catch((thrown) => [String(thrown)]);
      if (wrongs.length > 0)
        failures.push({ id: given.id, report: report(given, place.role, wrongs) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return failures;
}

function report(given: ProtocolCase, role: WireRole, wrongs: readonly string[]): string {
  const writes = given.writes(role).map((bytes) => {
    const shown = bytes.subarray(0, SHOWN_BYTES).toString("hex");
    return `  sent ${shown}${bytes.length > SHOWN_BYTES ? `… (${bytes.length} bytes)` : ""}`;
  });
  const shown = writes.length > 8 ? [...writes.slice(0, 8), `  … ${writes.length} writes`] : writes;
  return [`${given.id}: ${given.says}`, ...shown, ...wrongs.map((wrong) => `  ${wrong}`)].join(
    "\n",
  );
}
