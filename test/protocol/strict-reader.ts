import { Buffer } from "node:buffer";
import { constants, inflateRawSync } from "node:zlib";
import { isValidUtf8 } from "./utf8.ts";
import { applyMask, OPCODE, type WireRole } from "./wire.ts";

/** A whole message, fragments put together. */
export interface WireMessage {
  readonly kind: "text" | "binary";
  readonly payload: Buffer;
}

/** What a close frame says; code null: it had no payload. */
export interface WireClose {
  readonly code: number | null;
  readonly reason: string;
}

/** What came out of a connection. */
export interface ReadListener {
  message(message: WireMessage): void;
  ping(payload: Buffer): void;
  pong(payload: Buffer): void;
  close(close: WireClose): void;
  /** Bytes that RFC 6455 forbids; told once, and nothing is read after it. */
  violation(what: string): void;
}

/** A message whose last fragment has not come. */
interface Begun {
  readonly kind: WireMessage["kind"];
  readonly isDeflated: boolean;
  readonly parts: Buffer[];
}

interface Header {
  readonly fin: boolean;
  readonly opcode: number;
  /** RSV1 of a message's first frame (RFC 7692 section 6). */
  readonly isDeflated: boolean;
  readonly key: Buffer | null;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads what the gateway writes and complains of the least thing that RFC 6455 forbids: the witness that no malformed
 * frame reaches the other leg.
 */
export class StrictReader {
  readonly #sender: WireRole;
  readonly #listener: ReadListener;
  #rest: Buffer = Buffer.alloc(0);
  readonly #windowBits: number | null;
  #fragments: Begun | null = null;
  #isClosed = false;
  #isBroken = false;

  /** `sender`: the part that the gateway plays; `windowBits`: of what it compresses, null: nothing. */
  constructor(sender: WireRole, listener: ReadListener, windowBits: number | null = null) {
    this.#sender = sender;
    this.#windowBits = windowBits;
    this.#listener = listener;
  }

  /** Whether a frame has begun and not ended. */
  get isInFrame(): boolean {
    return this.#rest.length > 0;
  }

  read(chunk: Buffer): void {
    if (this.#isBroken) return;
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    try {
      while (this.#readFrame());
    } catch (thrown) {
      this.#isBroken = true;
      this.#listener.violation(thrown instanceof Error ? thrown.message : String(thrown));
    }
  }

  #readFrame(): boolean {
    if (this.#rest.length > 0 && this.#isClosed) fail("bytes after a close frame (section 5.5.1)");
    const header = readHeader(this.#rest, this.#sender, this.#windowBits !== null);
    if (header === null || this.#rest.length < header.end) return false;
    const raw = this.#rest.subarray(header.start, header.end);
    const payload = header.key === null ? Buffer.from(raw) : applyMask(raw, header.key);
    this.#rest = this.#rest.subarray(header.end);
    this.#take(header, payload);
    return true;
  }

  #take({ fin, opcode, isDeflated }: Header, payload: Buffer): void {
    switch (opcode) {
      case OPCODE.ping:
        this.#listener.ping(payload);
        return;
      case OPCODE.pong:
        this.#listener.pong(payload);
        return;
      case OPCODE.close:
        this.#isClosed = true;
        this.#listener.close(readClose(payload));
        return;
      default:
        this.#takeData({ fin, opcode, isDeflated }, payload);
    }
  }

  #takeData({ fin, opcode, isDeflated }: Omit<Header, "key" | "start" | "end">, payload: Buffer) {
    if (opcode === OPCODE.continuation) {
      if (this.#fragments === null) fail("a continuation of nothing (section 5.4)");
    } else {
      if (this.#fragments !== null) fail("a message within a message (section 5.4)");
      const kind = opcode === OPCODE.text ? "text" : "binary";
      this.#fragments = { kind, isDeflated, parts: [] };
    }
    const { kind, parts, isDeflated: isWholeDeflated } = this.#fragments;
    parts.push(payload);
    if (!fin) return;
    this.#fragments = null;
    const whole = isWholeDeflated
      ? inflate(Buffer.concat(parts), this.#windowBits ?? 15)
      : Buffer.concat(parts);
    if (kind === "text" && !isValidUtf8(whole)) fail("text that is not UTF-8 (section 8.1)");
    this.#listener.message({ kind, payload: whole });
  }
}

/** null: there is not all of it yet. */
function readHeader(bytes: Buffer, sender: WireRole, deflates: boolean): Header | null {
  if (bytes.length < 2) return null;
  const first = bytes[0] ?? 0;
  const second = bytes[1] ?? 0;
  const fin = (first & 0x80) !== 0;
  const opcode = first & 0x0f;
  const isDeflated = deflates && (first & 0x70) === 0x40 && FIRST_OF_MESSAGE.includes(opcode);
  if ((first & 0x70) !== 0 && !isDeflated)
    fail("a reserved bit without an extension (section 5.2)");
  if (!Object.values<number>(OPCODE).includes(opcode)) fail(`opcode ${opcode} (section 5.2)`);
  const isMasked = (second & 0x80) !== 0;
  if (isMasked !== (sender === "client")) fail("masking against its role (section 5.1)");
  const short = second & 0x7f;
  if (opcode >= 8 && !fin) fail("a fragmented control frame (section 5.5)");
  if (opcode >= 8 && short > 125) fail("a control frame beyond 125 bytes (section 5.5)");
  const width = short === 126 ? 2 : short === 127 ? 8 : 0;
  const start = 2 + width + (isMasked ? 4 : 0);
  if (bytes.length < start) return null;
  const length = readLength(bytes, short);
  const key = isMasked ? bytes.subarray(start - 4, start) : null;
  return { fin, opcode, isDeflated, key, start, end: start + length };
}

const FIRST_OF_MESSAGE: readonly number[] = [OPCODE.text, OPCODE.binary];

/** RFC 7692 section 7.2.2, without context takeover. */
function inflate(payload: Buffer, windowBits: number): Buffer {
  const stream = Buffer.concat([payload, Buffer.from([0x00, 0x00, 0xff, 0xff])]);
  return inflateRawSync(stream, { windowBits, finishFlush: constants.Z_SYNC_FLUSH });
}

function readLength(bytes: Buffer, short: number): number {
  if (short < 126) return short;
  const long = short === 126 ? BigInt(bytes.readUInt16BE(2)) : bytes.readBigUInt64BE(2);
  if (long < (short === 126 ? 126n : 65_536n))
    fail("a length in more bits than needed (section 5.2)");
  if (long >= 1n << 63n) fail("a length with its top bit set (section 5.2)");
  return Number(long);
}

function readClose(payload: Buffer): WireClose {
  if (payload.length === 0) return { code: null, reason: "" };
  if (payload.length === 1) fail("a close frame of one byte (section 5.5.1)");
  const code = payload.readUInt16BE(0);
  if (!mayBeSent(code)) fail(`close code ${code} (section 7.4)`);
  const reason = payload.subarray(2);
  if (!isValidUtf8(reason)) fail("a close reason that is not UTF-8 (section 5.5.1)");
  return { code, reason: reason.toString("utf8") };
}

/**
 * Sections 7.4.1 and 7.4.2: below 1000 is not used, 1000 to 2999 are the protocol's (defined are those of the RFC and
 * of the IANA registry that may stand in a frame), 3000 to 4999 are for libraries and applications.
 */
export function mayBeSent(code: number): boolean {
  return CLOSE_CODES_DEFINED.has(code) || (code >= 3000 && code <= 4999);
}

const CLOSE_CODES_DEFINED: ReadonlySet<number> = new Set([
  1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014,
]);

function fail(what: string): never {
  throw new Error(what);
}
