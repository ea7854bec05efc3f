import { compareEngines } from "./against-ws.ts";
import { compareExpress } from "./express-order.ts";
import { watchProcess } from "./watch-process.ts";

/** Share of the frames that is relayed, both ways; the others are compared with ws. */
const RELAYED = 0.3;
/** Frames between two lines of progress. */
const STEP = 1_000_000;

/** `npm run fuzz -- engine`: as many frames as asked for. Throws at the first that goes wrong; 0: all is well. */
export async function fuzzEngine(count: number, seed: number): Promise<number> {
  // What is compiled and cached by then is not counted as growth.
  await compareEngines({ frames: Math.min(count, 50_000), seed: seed - 1 });
  const watch = await watchProcess();
  const startedAtMs = performance.now();
  for (let done = 0, turn = 0; done < count; turn += 1) {
    const frames = Math.min(STEP, count - done);
    const at = seed + turn * 100_000;
    const compared = await compareEngines({ frames: Math.ceil(frames * (1 - RELAYED)), seed: at });
    const relayed = await compareExpress({ frames: Math.ceil(frames * RELAYED), seed: at });
    done += compared.frames + relayed.frames;
    const perSecond = Math.round((done / (performance.now() - startedAtMs)) * 1_000);
    console.log(`${done} frames, ${perSecond}/s, seed ${at}: engines agree`);
    for (const [name, streams] of compared.differences) console.log(`  ${streams} x ${name}`);
  }
  const { memory, handles } = await watch.drift();
  console.log(`memory ${memory}, handles ${handles}`);
  return memory === "flat" && handles === "flat" ? 0 : 1;
}
