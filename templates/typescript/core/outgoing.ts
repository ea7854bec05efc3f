import type { Framing, OutgoingEntry } from "./contract.ts";
import type { Fault } from "./fault.ts";
import { valueAt, withValueAt } from "./pointer.ts";

/** A message ready for the wire. */
export interface Outgoing {
  readonly data: string | Uint8Array;
  readonly bytes: number;
  /** What the message's schema says against it; null: nothing, or it was not asked. */
  readonly fault: Fault | null;
}

/** How a message is made ready. */
export interface Writing {
  readonly isChecked: boolean;
  readonly topic: string | undefined;
}

/** A message with those of its members that are always the same. */
export function completed(entry: OutgoingEntry, payload: unknown): unknown {
  const isObject = typeof payload === "object" && payload !== null && !Array.isArray(payload);
  return isObject && !(payload instanceof Uint8Array)
    ? { ...entry.constants, ...payload }
    : payload;
}

/** Checks a message and puts it into a frame. Throws the codec's EncodeError for what has no encoding. */
export function written(
  entry: OutgoingEntry,
  message: unknown,
  { isChecked, topic }: Writing,
): Outgoing {
  const fault = isChecked
    ? (topicFault(entry, message, topic) ?? entry.check?.(message) ?? null)
    : null;
  const alone =
    entry.framing.kind === "envelope" ? withValueAt({}, entry.framing.at, message) : message;
  const addressed =
    entry.topic === null || topic === undefined ? alone : withValueAt(alone, entry.topic.at, topic);
  const data = entry.codec.encode(inFrame(entry.framing, addressed));
  return { data, bytes: byteLength(data), fault };
}

/** A message on a topic that is not in the message must be told which. */
function topicFault(
  { topic }: OutgoingEntry,
  message: unknown,
  given: string | undefined,
): Fault | null {
  return topic === null || given !== undefined || valueAt(message, topic.at) !== undefined
    ? null
    : {
        pointer: topic.at,
        found: "nothing",
        expected: `a topic such as ${topic.address}`,
        keyword: "topic",
      };
}

function inFrame(framing: Framing, message: unknown): unknown {
  switch (framing.kind) {
    case "array":
      return [message];
    case "items":
      return withValueAt({}, framing.at, [message]);
    default:
      return message;
  }
}

/** Bytes of UTF-8. */
export function byteLength(data: string | Uint8Array): number {
  if (typeof data !== "string") {
    return data.length;
  }
  let bytes = data.length;
  for (let at = 0; at < data.length; at += 1) {
    const unit = data.charCodeAt(at);
    bytes += unit < 0x80 ? 0 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2;
  }
  return bytes;
}
