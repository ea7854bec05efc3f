import fc from "fast-check";

import type { EngineTally, FuzzOptions } from "./against-ws.ts";
import { isSame } from "./differences.ts";
import { type MakeLeg, rawEngine } from "./engine-legs.ts";
import { type FuzzRelay, type RelayedFlow, runRelay } from "./relay-run.ts";
import { reportShortly } from "./report-shortly.ts";
import { runStream } from "./run-stream.ts";
import { anyStream } from "./streams.ts";
import type { Trace } from "./trace.ts";

/** What was relayed. */
export interface RelayTally extends Omit<EngineTally, "differences"> {
  /** Messages that went the short way. */
  expressed: number;
}

const RELAYS_OF_RUN = 1_000;

const oneSide = anyStream.map((stream) => ({ ...stream, closesAfter: null, pauses: false }));

const anyRelay: fc.Arbitrary<FuzzRelay> = fc.record({
  client: oneSide.map((stream) => ({ ...stream, role: "client" as const })),
  backend: oneSide.map((stream) => ({ ...stream, role: "backend" as const })),
  seed: fc.nat(),
  acceptedOf8: fc.constantFrom(0, 4, 6, 7, 8),
  isSlow: fc.boolean(),
});

/**
 * Relays pairs of streams with and without the short way. Throws, with the smallest pair found, unless the same
 * messages arrive in the same order, and the same is told and answered.
 */
export async function compareExpress(
  { frames, seed, shrinks = true }: FuzzOptions,
  makeLeg: MakeLeg = rawEngine,
): Promise<RelayTally> {
  const tally: RelayTally = { frames: 0, streams: 0, messages: 0, expressed: 0, ends: new Map() };
  const property = fc.asyncProperty(anyRelay, async (relay) => {
    const flows = await runRelay(relay, makeLeg);
    for (const role of ["client", "backend"] as const) {
      const [plain] = await runStream(relay[role], [makeLeg]);
      if (plain === undefined) throw new Error("one engine, one trace");
      judge(plain, flows[role]);
      const end = plain.told[0]?.replace(/ ".*$/s, "") ?? "never closed";
      tally.ends.set(end, (tally.ends.get(end) ?? 0) + 1);
      tally.frames += relay[role].frames.length;
      tally.streams += 1;
      tally.messages += flows[role].arrived.length;
      tally.expressed += flows[role].expressed;
    }
  });
  for (let run = 0; tally.frames < frames; run += 1) {
    await fc.assert(property, {
      asyncReporter: reportShortly,
      numRuns: RELAYS_OF_RUN,
      endOnFailure: !shrinks,
      seed: seed + run,
    });
  }
  return tally;
}

function judge(plain: Trace, flow: RelayedFlow): void {
  const { sender, arrived, isWhole } = flow;
  const wanted = isWhole ? plain.messages : plain.messages.slice(0, arrived.length);
  expectSame("faults", flow.faults, []);
  expectSame("messages that arrive", arrived, wanted);
  expectSame("what is told", sender.told, plain.told);
  if (isWhole) expectSame("pongs", sender.pongs, plain.pongs);
  expectSame("close frames", sender.closes, plain.closes);
}

function expectSame(what: string, got: readonly string[], wanted: readonly string[]): void {
  if (isSame(got, wanted)) return;
  const shown = (lines: readonly string[]): string =>
    JSON.stringify(lines.map((line) => line.slice(0, 40)));
  throw new Error(`${what} differ:\n${shown(got)} instead of\n${shown(wanted)}`);
}
