import { type FuzzFrame, isLengthIllegal } from "./frame-bytes.ts";
import type { FuzzStream } from "./streams.ts";
import type { Trace } from "./trace.ts";

/** One stream and what each engine made of it. */
export interface Compared {
  readonly stream: FuzzStream;
  readonly raw: Trace;
  readonly ws: Trace;
}

/** A way in which the engines differ, intended, or ws's own and borne. */
interface Difference {
  readonly name: string;
  readonly because: string;
  /** Whether this, and nothing else, is how these two differ. */
  readonly explains: (compared: Compared) => boolean;
}

const REFUSED_LENGTH = "a length that is not written as it must be";
const TOO_MANY_CONTROLS = "more than 10 control frames in a second";

/** Closed: engines that differ in any other way are wrong. */
export const DIFFERENCES: readonly Difference[] = [
  {
    name: "length in more bytes than it needs",
    because: "RFC 6455 section 5.2 forbids it; ws reads it",
    explains: ({ stream, raw, ws }) =>
      raw.why.startsWith(REFUSED_LENGTH) &&
      illegalLength(stream)?.length !== "top bit" &&
      isRefused(raw, "PROTOCOL_ERROR") &&
      isBeginning(raw.messages, ws.messages) &&
      isBeginning(raw.pongs, ws.pongs),
  },
  {
    name: "length with its top bit set",
    because: "RFC 6455 section 5.2 forbids it; to ws it is a length that is too great",
    explains: ({ stream, raw, ws }) =>
      raw.why.startsWith(REFUSED_LENGTH) &&
      illegalLength(stream)?.length === "top bit" &&
      isRefused(raw, "PROTOCOL_ERROR") &&
      isRefused(ws, "MESSAGE_TOO_BIG") &&
      isSame(raw.messages, ws.messages) &&
      isSame(raw.pongs, ws.pongs),
  },
  {
    name: "text that is refused before it is whole",
    because: "our engine looks at each fragment as it comes, ws at the whole message",
    explains: ({ stream, raw, ws }) =>
      raw.why.startsWith("text is not utf-8") &&
      isRefused(raw, "TEXT_INVALID") &&
      stream.frames.some(({ fin, opcode }) => !fin && opcode === 1) &&
      isSame(raw.messages, ws.messages) &&
      isBeginning(raw.pongs, ws.pongs),
  },
  {
    name: "one pong more",
    because: "ws answers the ping that is one too many before anybody is asked",
    explains: ({ raw, ws }) =>
      raw.why.startsWith(TOO_MANY_CONTROLS) &&
      isSame(raw.told, ws.told) &&
      isSame(raw.closes, ws.closes) &&
      isSame(raw.messages, ws.messages) &&
      isBeginning(raw.pongs, ws.pongs) &&
      ws.pongs.length === raw.pongs.length + 1,
  },
  {
    name: "too many chunks",
    because: "ws counts the pieces in which a frame comes, up to 1,024",
    explains: ({ raw, ws }) =>
      ws.why.startsWith("too many buffered chunks") &&
      isRefused(ws, "POLICY") &&
      isBeginning(ws.messages, raw.messages) &&
      isBeginning(ws.pongs, raw.pongs),
  },
  {
    name: "refused before its header is whole",
    because: "ws looks at a length before the masking key, and before a close frame's payload",
    explains: ({ stream, raw, ws }) =>
      isCut(stream) &&
      !isAnyRefused(raw) &&
      /^(max payload size|unsupported websocket frame|invalid .* length 1)/.test(ws.why) &&
      isSame(raw.messages, ws.messages) &&
      isSame(raw.pongs, ws.pongs),
  },
  {
    name: "one fragment too many, refused before it is whole",
    because: "our engine needs its header only",
    explains: ({ stream, raw, ws }) =>
      isCut(stream) &&
      /^more than \d+ fragments/.test(raw.why) &&
      !isAnyRefused(ws) &&
      isSame(raw.messages, ws.messages) &&
      isSame(raw.pongs, ws.pongs),
  },
];

/** Whether both engines did the same. */
export function isSameTrace(raw: Trace, ws: Trace): boolean {
  return (
    isSame(raw.messages, ws.messages) &&
    isSame(raw.told, ws.told) &&
    isSame(raw.pongs, ws.pongs) &&
    isSame(raw.closes, ws.closes)
  );
}

/** Whether one list has the same lines as another. */
export function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && isBeginning(one, other);
}

function isBeginning(short: readonly string[], long: readonly string[]): boolean {
  return short.every((line, index) => line === long[index]);
}

/** A refusal, its close frame and the end, and nothing more. */
function isRefused({ told, closes }: Trace, code: string): boolean {
  const isTold = told.length === 2 && told[0] === `refused ${code}`;
  return isTold && closes.length === 1 && closes[0]?.slice(2) === `{"e":"${code}"}`;
}

/** Whether the connection may end in the middle of a frame. */
function isCut({ lostBytes, closesAfter }: FuzzStream): boolean {
  return lostBytes > 0 || closesAfter !== null;
}

function isAnyRefused({ told }: Trace): boolean {
  return told.some((line) => line.startsWith("refused"));
}

function illegalLength({ frames }: FuzzStream): FuzzFrame | undefined {
  return frames.find(isLengthIllegal);
}
