import { Buffer } from "node:buffer";
import type { RunDetails } from "fast-check";

/** Throws what went wrong, with the smallest input found and what repeats it; of long payloads their beginning only. */
export async function reportShortly<Input>(run: RunDetails<Input>): Promise<void> {
  if (!run.failed) return;
  const { seed, counterexamplePath: path, counterexample, errorInstance: cause } = run;
  const input = JSON.stringify(counterexample, shorten);
  throw new Error(`seed ${seed}, path "${path ?? ""}", ${input}`, { cause });
}

/** A buffer comes here as what its own `toJSON` made of it. */
function shorten(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("data" in value)) return value;
  const bytes = Buffer.from(Array.isArray(value.data) ? value.data : []);
  const hex = bytes.toString("hex", 0, 40);
  return bytes.length > 40 ? `${hex}… ${bytes.length} bytes` : hex;
}
