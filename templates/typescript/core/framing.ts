import { DecodeError, type Codec } from "./codec/codec.ts";
import { valueAt, withValueAt } from "./pointer.ts";

/** How messages stand in frames, where a frame is not just one message. */
export interface Framing {
  /** What a frame holds: each message with its envelope. Throws the codec's DecodeError. */
  read(codec: Codec, data: string | Uint8Array): readonly unknown[];
  /** The message in its envelope. */
  open(whole: unknown): unknown;
  /** A message as a frame has it, with its envelope and alone in it. */
  enclose(message: unknown): unknown;
  /** A frame of one message that has its envelope. */
  wrap(whole: unknown): unknown;
}

const same = (value: unknown): unknown => value;

/** A frame is a list of messages. */
export const list: Framing = {
  read: (codec, data) => listed(codec.decode(data), ""),
  open: same,
  enclose: same,
  wrap: (whole) => [whole],
};

/** A frame is one JSON-RPC object or a list of them (JSON-RPC 2.0 section 6). */
export const batch: Framing = {
  ...list,
  read(codec, data) {
    const whole = codec.decode(data);
    return Array.isArray(whole) && whole.length > 0 ? whole : [whole];
  },
  wrap: same,
};

/** A frame is an object with a list of messages at a JSON pointer. */
export function items(at: string): Framing {
  return {
    ...list,
    read: (codec, data) => listed(codec.decode(data), at),
    wrap: (whole) => withValueAt({}, at, [whole]),
  };
}

/** A frame is lines of messages. */
export const lines: Framing = {
  read: (codec, data) =>
    (typeof data === "string" ? data.split("\n") : [data])
      .filter((line) => typeof line !== "string" || line.trim() !== "")
      .map((line) => codec.decode(line)),
  open: same,
  enclose: same,
  wrap: same,
};

/** A frame is an object with one message at a JSON pointer. */
export function envelope(at: string): Framing {
  return {
    read(codec, data) {
      const whole = codec.decode(data);
      if (valueAt(whole, at) === undefined) throw new DecodeError(`a message at ${at}`, null);
      return [whole];
    },
    open: (whole) => valueAt(whole, at),
    enclose: (message) => withValueAt({}, at, message),
    wrap: same,
  };
}

function listed(whole: unknown, at: string): readonly unknown[] {
  const found = valueAt(whole, at);
  if (!Array.isArray(found)) throw new DecodeError("a list of messages", null);
  return found;
}
