import { Dice } from "../acceptors/random.ts";
import { createFakeClock } from "../../helpers/fake-clock.ts";
import { copyChunk, cutIntoChunks } from "./chunks.ts";
import type { MakeLeg } from "./engine-legs.ts";
import { streamBytes } from "./frame-bytes.ts";
import { MemoryWire } from "./memory-wire.ts";
import type { FuzzStream } from "./streams.ts";
import { Recorder, type Trace } from "./trace.ts";

/** How many turns of the event loop a leg gets to notice that its peer has gone. */
const LAST_TURNS = 20;

/** Lets both engines do what they put off. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Leads the same bytes, in the same chunks with the same pauses, into legs of each of the engines. */
export async function runStream(
  stream: FuzzStream,
  engines: readonly MakeLeg[],
): Promise<readonly Trace[]> {
  const chunks = chunksOf(stream);
  const sides = engines.map((makeLeg) => {
    const wire = new MemoryWire(false);
    const { role, limits } = stream;
    const leg = makeLeg({ wire, role, limits, clock: createFakeClock() });
    const recorder = new Recorder(wire, role);
    recorder.listenTo(leg);
    return { wire, leg, recorder };
  });
  const dice = new Dice(stream.seed);
  await nextTurn();
  for (const [index, chunk] of chunks.entries()) {
    const offset = dice.below(8);
    for (const { wire } of sides) wire.arrives(copyChunk(chunk, offset));
    if (stream.pauses && dice.once(3)) {
      for (const { leg } of sides) leg.pause();
      if (dice.once(2)) await nextTurn();
    }
    if (stream.pauses && dice.once(2)) for (const { leg } of sides) leg.resume();
    if (dice.once(8)) await nextTurn();
    if (index === stream.closesAfter) {
      await nextTurn();
      for (const { leg } of sides) leg.close(4_000, "enough");
    }
  }
  for (const { leg } of sides) leg.resume();
  await nextTurn();
  for (const { wire } of sides) wire.arrivesEnd();
  for (let turn = 0; turn < LAST_TURNS; turn += 1) {
    if (sides.every(({ recorder }) => recorder.isClosed)) break;
    await nextTurn();
  }
  return sides.map(({ recorder }) => recorder.trace);
}

/** The bytes of a stream as they arrive. */
export function chunksOf({ frames, role, seed, lostBytes, chunking }: FuzzStream) {
  const { bytes, starts } = streamBytes(frames, role, seed);
  const arriving = bytes.subarray(0, Math.max(0, bytes.length - lostBytes));
  return cutIntoChunks(arriving, starts, chunking, seed);
}
