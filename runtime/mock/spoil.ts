import type { MockFrame } from "./outbox.ts";

/**
 * A frame that the document does not allow: JSON with its first member turned into a type that it cannot
 * have as well as another name, anything else cut to its first half.
 */
export function spoiled(frame: MockFrame): Uint8Array {
  if (frame.binary) {
    return frame.bytes.subarray(0, Math.floor(frame.bytes.length / 2));
  }
  return Buffer.from(JSON.stringify({ framegate: { mock: "invalid on purpose" } }));
}
