import fc from "fast-check";

import { DIFFERENCES, isSameTrace } from "./differences.ts";
import { reportShortly } from "./report-shortly.ts";
import { type MakeLeg, rawEngine, wsEngine } from "./engine-legs.ts";
import { runStream } from "./run-stream.ts";
import { anyStream, type FuzzStream } from "./streams.ts";
import type { Trace } from "./trace.ts";

/** How much is compared; the same seed gives the same streams. */
export interface FuzzOptions {
  readonly frames: number;
  readonly seed: number;
  /** Whether what fails is made as small as it can be first; true if absent. */
  readonly shrinks?: boolean;
}

/** What was compared. */
export interface EngineTally {
  frames: number;
  streams: number;
  messages: number;
  /** Streams by what became of them. */
  readonly ends: Map<string, number>;
  /** Streams on which the engines differ, by the name of the known difference. */
  readonly differences: Map<string, number>;
}

/** Streams of one run: fast-check makes their seeds from one, and shrinks a stream on which the engines differ. */
const STREAMS_OF_RUN = 2_000;

/** Gives the same streams to both engines. Throws, with the smallest stream found, where they differ unexpectedly. */
export async function compareEngines(
  { frames, seed, shrinks = true }: FuzzOptions,
  raw: MakeLeg = rawEngine,
): Promise<EngineTally> {
  const ends = new Map<string, number>();
  const differences = new Map<string, number>();
  const tally: EngineTally = { frames: 0, streams: 0, messages: 0, ends, differences };
  const property = fc.asyncProperty(anyStream, async (stream) => {
    const [ours, theirs] = await runStream(stream, [raw, wsEngine]);
    if (ours === undefined || theirs === undefined) throw new Error("two engines, two traces");
    judge(stream, ours, theirs, tally);
  });
  for (let run = 0; tally.frames < frames; run += 1) {
    await fc.assert(property, {
      asyncReporter: reportShortly,
      numRuns: STREAMS_OF_RUN,
      endOnFailure: !shrinks,
      seed: seed + run,
    });
  }
  return tally;
}

function judge(stream: FuzzStream, raw: Trace, ws: Trace, tally: EngineTally): void {
  tally.streams += 1;
  tally.frames += stream.frames.length;
  tally.messages += raw.messages.length;
  count(tally.ends, raw.told[0]?.replace(/ ".*$/s, "") ?? "never closed");
  if (isSameTrace(raw, ws)) return;
  const known = DIFFERENCES.find(({ explains }) => explains({ stream, raw, ws }));
  if (known === undefined) throw new Error(`the engines differ\n${shown(raw)}\n${shown(ws)}`);
  count(tally.differences, known.name);
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function shown({ messages, told, why, pongs, closes }: Trace): string {
  const shortened = messages.map((message) => message.slice(0, 40));
  return JSON.stringify({ told, why, pongs: pongs.length, closes, messages: shortened });
}
