import { readdir } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What this process holds since it was watched first. */
export interface ProcessWatch {
  /** `flat`, or a sentence that says how much more there is. */
  drift(): Promise<{ readonly memory: string; readonly handles: string }>;
}

/** How much the heap may have grown, after a collection: a share of what it was, for what is compiled and cached. */
const MAX_GROWTH = 0.05;
/** On a small heap five in a hundred are less than what a test runner keeps of one test. */
const MIN_BYTES = 8 * 1024 * 1024;

/** Begins to watch heap and descriptors. */
export async function watchProcess(): Promise<ProcessWatch> {
  const before = await held();
  return {
    async drift() {
      const after = await held();
      const allowed = Math.max(before.bytes * MAX_GROWTH, MIN_BYTES);
      const grown = after.bytes - before.bytes;
      return {
        memory: grown <= allowed ? "flat" : `${grown} bytes more than ${before.bytes}`,
        handles:
          after.handles <= before.handles ? "flat" : `${after.handles - before.handles} more`,
      };
    },
  };
}

async function held(): Promise<{ readonly bytes: number; readonly handles: number }> {
  // Timers and sockets of the last connections end first.
  for (let turn = 0; turn < 10; turn += 1) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    collectGarbage();
  }
  const { heapUsed, external } = process.memoryUsage();
  const descriptors = await readdir("/proc/self/fd").catch(() => []);
  const handles = descriptors.length + process.getActiveResourcesInfo().length;
  return { bytes: heapUsed + external, handles };
}

/** Node gives it to who asks on the command line; a test cannot. */
const collectGarbage: () => void = (() => {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
})();
