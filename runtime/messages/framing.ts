/**
 * How messages stand in a frame. A framing takes a frame's bytes apart into parts, each with the value that a topic
 * is read from (`whole`), the value that is checked (`value`), and a way to write the frame anew with another value.
 */
import { describeShape } from "../contract/shape.ts";
import type { Fault, Framing } from "../contract/v1.ts";
import type { PayloadCodec } from "./decode.ts";
import type { Holder } from "./json/number-texts.ts";
import { isRecord, pointerTokens, putAt, valueAt } from "./pointer.ts";
import type { Tolerated } from "./verdict.ts";

/** One message as it stands in a frame. */
export interface Part {
  /** JSON pointer of the message in its frame, put before the pointers of faults. */
  readonly at: string;
  /** The message with its envelope, where a topic is looked for, and the pointer of that. */
  readonly whole: unknown;
  readonly wholeAt: string;
  readonly value: unknown;
  /** What holds the value under which key: by it, a number that a double cannot hold is known. */
  readonly place: Place;
  readonly rewrite: (value: unknown) => Uint8Array;
}

/** Where a value stands: the object or list that holds it, null where none is needed. */
export interface Place {
  readonly container: unknown;
  readonly key: string;
}

/** The parts of a frame, or why it has none. */
export type Unframed =
  | {
      readonly kind: "parts";
      readonly parts: readonly Part[];
      readonly tolerated: readonly Tolerated[];
    }
  | { readonly kind: "fault"; readonly fault: Fault };

/** Takes frames of one framing and encoding apart. */
export type Unframe = (bytes: Uint8Array) => Unframed;

/** The taker-apart for a framing over a codec. */
export function createUnframe(framing: Framing, codec: PayloadCodec): Unframe {
  if (framing.kind === "ndjson") return (bytes) => unframeLines(bytes, codec);
  const split = createSplit(framing);
  return (bytes) => {
    const reading = codec.decode(bytes);
    if (reading.kind === "fault") return reading;
    const write: Write = (value) => codec.encode(value, reading.holder);
    const parts = split({ value: reading.value, holder: reading.holder }, write);
    if ("keyword" in parts) return { kind: "fault", fault: parts };
    return { kind: "parts", parts, tolerated: reading.tolerated };
  };
}

type Write = (frame: unknown) => Uint8Array;
type Split = (frame: Frame, write: Write) => readonly Part[] | Fault;

/** A decoded frame, and what holds it where it has numbers that a double cannot hold. */
interface Frame {
  readonly value: unknown;
  readonly holder: Holder | null;
}

function createSplit(framing: Exclude<Framing, { kind: "ndjson" }>): Split {
  switch (framing.kind) {
    case "message":
      return (frame, write) => [wholePart(frame, write)];
    case "array":
      return ({ value }, write) => splitList(value, "", (list) => write(list));
    case "items":
      return createItemsSplit(framing.itemsAt);
    case "envelope":
      return createEnvelopeSplit(framing.payloadAt);
    case "jsonrpc":
      return splitJsonRpc;
  }
}

function createItemsSplit(itemsAt: string): Split {
  const tokens = pointerTokens(itemsAt);
  return ({ value }, write) => splitList(valueAt(value, tokens), itemsAt, () => write(value));
}

function createEnvelopeSplit(payloadAt: string): Split {
  const tokens = pointerTokens(payloadAt);
  return ({ value: frame }, write) => {
    const value = valueAt(frame, tokens);
    if (value === undefined) return misframed(payloadAt, undefined, "the message itself");
    const rewrite = (replacement: unknown): Uint8Array => write(putAt(frame, tokens, replacement));
    const place = { container: valueAt(frame, tokens.slice(0, -1)), key: tokens.at(-1) ?? "" };
    return [{ at: payloadAt, wholeAt: "", whole: frame, value, place, rewrite }];
  };
}

/** One JSON-RPC object or a batch of them (JSON-RPC 2.0 section 6); an empty batch is an error there. */
function splitJsonRpc(frame: Frame, write: Write): readonly Part[] | Fault {
  const parts: readonly Part[] | Fault = Array.isArray(frame.value)
    ? splitList(frame.value, "", write)
    : [wholePart(frame, write)];
  if ("keyword" in parts) return parts;
  if (parts.length === 0) return misframed("", frame.value, "at least one JSON-RPC object");
  for (const part of parts) {
    const version = valueAt(part.value, ["jsonrpc"]);
    if (!isRecord(part.value)) return misframed(part.at, part.value, "a JSON-RPC object");
    if (version !== "2.0") return misframed(`${part.at}/jsonrpc`, version, '"2.0"');
  }
  return parts;
}

function wholePart({ value, holder }: Frame, write: Write): Part {
  const place = { container: holder, key: "" };
  return { at: "", wholeAt: "", whole: value, value, place, rewrite: write };
}

function splitList(list: unknown, at: string, write: Write): readonly Part[] | Fault {
  if (!Array.isArray(list)) return misframed(at, list, "a list of messages");
  return list.map((value: unknown, index) => ({
    at: `${at}/${index}`,
    wholeAt: `${at}/${index}`,
    whole: value,
    value,
    place: { container: list, key: String(index) },
    rewrite: (replacement: unknown) => write(putAt(list, [String(index)], replacement)),
  }));
}

const NEWLINE = 0x0a;

/** One JSON text a line; empty lines between and after them hold no message. */
function unframeLines(bytes: Uint8Array, codec: PayloadCodec): Unframed {
  const parts: Part[] = [];
  const tolerated: Tolerated[] = [];
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline === -1 ? bytes.length : newline;
    const line = bytes.subarray(start, end);
    const range = { start, end };
    start = end + 1;
    if (isBlank(line)) continue;
    const at = `/${parts.length}`;
    const reading = codec.decode(line);
    if (reading.kind === "fault") {
      return { kind: "fault", fault: { ...reading.fault, pointer: at + reading.fault.pointer } };
    }
    tolerated.push(...reading.tolerated);
    const { value, holder } = reading;
    const write: Write = (anew) => spliceLine(bytes, range, codec.encode(anew, holder));
    parts.push({ ...wholePart({ value, holder }, write), at, wholeAt: at });
  }
  return { kind: "parts", parts, tolerated };
}

function isBlank(line: Uint8Array): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}

function spliceLine(
  bytes: Uint8Array,
  range: { readonly start: number; readonly end: number },
  line: Uint8Array,
): Uint8Array {
  return Buffer.concat([bytes.subarray(0, range.start), line, bytes.subarray(range.end)]);
}

function misframed(pointer: string, found: unknown, expected: string): Fault {
  return { pointer, found: describeShape(found), expected, keyword: "framing" };
}
