import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { measure, startField } from "./field.ts";
import type { Kit } from "./kit.ts";
import { HANDSHAKES, type Load } from "./loads.ts";
import { cpuPerHandshake, cpuPerMessage } from "./rounds.ts";
import { SERVED } from "./subjects.ts";

/** What V8's sampling profiler writes, as far as it is read here. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
    };
  }[];
  readonly samples: readonly number[];
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[];
}

/** A function's own time as a share of all time in which the process did something. */
export interface SelfTime {
  readonly place: string;
  readonly share: number;
}

/**
 * Runs the gateway under V8's profiler on a load, twice to let it compile, and prints the functions that took most
 * time themselves.
 * `serve` runs it, the same code as a build's but not minified; what came before the load is cut off.
 */
export async function printProfile(kit: Kit, folder: string, load: Load): Promise<void> {
  const began = performance.now();
  const field = await startField({ kit, folder }, [SERVED]);
  let warmMs = 0;
  try {
    await measure(field, SERVED.name, load);
    warmMs = performance.now() - began;
    const measured = await measure(field, SERVED.name, load);
    const us = load === HANDSHAKES ? cpuPerHandshake(measured) : cpuPerMessage(measured);
    const what = load === HANDSHAKES ? "handshake" : "relayed message";
    console.log(`${load.name}: ${us.toFixed(1)} µs of CPU for each ${what}, with the profiler`);
  } finally {
    await field.end();
  }
  const file = readdirSync(folder).find((name) => name.endsWith(".cpuprofile"));
  if (file === undefined) throw new Error("the gateway was killed before it wrote its profile");
  const profile = JSON.parse(readFileSync(join(folder, file), "utf8")) as CpuProfile;
  for (const { place, share } of selfTimes(profile, warmMs).slice(0, 30)) {
    console.log(`${(share * 100).toFixed(1).padStart(5)} %  ${place}`);
  }
}

/**
 * Functions by their own time, the longest first; the first `skipMs` are left out, and of the whole
 * also the time in which the process idled.
 */
export function selfTimes({ nodes, samples, timeDeltas }: CpuProfile, skipMs: number): SelfTime[] {
  const places = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
  const times = new Map<string, number>();
  let passedUs = 0;
  for (const [index, id] of samples.entries()) {
    const place = places.get(id) ?? "(unknown)";
    const delta = timeDeltas[index] ?? 0;
    passedUs += delta;
    if (passedUs >= skipMs * 1000) times.set(place, (times.get(place) ?? 0) + delta);
  }
  times.delete("(idle)");
  const whole = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .map(([place, time]) => ({ place, share: time / whole }))
    .toSorted((a, b) => b.share - a.share);
}

function placeOf(frame: CpuProfile["nodes"][number]["callFrame"]): string {
  const name = frame.functionName === "" ? "(anonymous)" : frame.functionName;
  return frame.url === "" ? name : `${name}  ${basename(frame.url)}:${frame.lineNumber + 1}`;
}
