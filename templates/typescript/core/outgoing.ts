import type { OutgoingEntry } from "./contract.ts";
import type { Fault } from "./fault.ts";

/** A message with those of its members that are always the same. */
export function completed({ constants }: OutgoingEntry, payload: unknown): unknown {
  return typeof payload === "object" &&
    payload !== null &&
    !Array.isArray(payload) &&
    !(payload instanceof Uint8Array)
    ? { ...constants, ...payload }
    : payload;
}

/** A message as it stands in its frame before it is encoded, and what is wrong with its topic. */
export function framed(
  { framing, topic }: OutgoingEntry,
  message: unknown,
  given: string | undefined,
): { readonly frame: unknown; readonly fault: Fault | null } {
  const alone = framing === undefined ? message : framing.enclose(message);
  const whole = topic === undefined || given === undefined ? alone : topic.put(alone, given);
  return {
    frame: framing === undefined ? whole : framing.wrap(whole),
    fault: topic?.check(whole) ?? null,
  };
}

/** Bytes of UTF-8. */
export function byteLength(data: string | Uint8Array): number {
  let bytes = data.length;
  if (typeof data === "string") {
    for (let at = 0; at < data.length; at += 1) {
      const unit = data.charCodeAt(at);
      // A surrogate is half of a character of four bytes.
      bytes += unit < 0x80 ? 0 : unit < 0x800 || unit >> 11 === 0x1b ? 1 : 2;
    }
  }
  return bytes;
}
