import { Buffer } from "node:buffer";
import type { ProtocolCase } from "../protocol-case.ts";
import { binary, frameCase, PROTOCOL_ERROR, text } from "../protocol-case.ts";
import { OPCODE, type WireFrame } from "../wire.ts";

const KNOWN: readonly number[] = Object.values(OPCODE);

/** Close code 3137 and "bye", which is text as well: legal under every known opcode. */
const CLOSING = Buffer.from("\u000cAbye");

const NOTHING = Buffer.alloc(0);

/** FIN, RSV and opcode in all their combinations (RFC 6455 section 5.2). */
export function headerBitCases(): readonly ProtocolCase[] {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  const plain = bytes.filter((byte) => (byte & 0x70) === 0);
  const reserved = bytes.filter((byte) => (byte & 0x70) !== 0 && KNOWN.includes(byte & 0x0f));
  return [
    ...bytes.map((byte) => aloneCase(byte, NOTHING)),
    ...[...plain, ...reserved].map((byte) => aloneCase(byte, CLOSING)),
    ...[...plain, ...reserved].map((byte) => withinMessageCase(byte)),
  ];
}

function frameOf(byte: number, payload: Buffer): WireFrame {
  const fin = (byte & 0x80) !== 0;
  return { fin, rsv: (byte >> 4) & 7, opcode: byte & 0x0f, payload };
}

/** A frame with this first byte, and nothing before it. */
function aloneCase(byte: number, payload: Buffer): ProtocolCase {
  const id = `header-bits/alone/0x${hex(byte)}/${payload.length}`;
  const says = `a first byte 0x${hex(byte)} and a payload of ${payload.length} bytes`;
  return frameCase(id, says, [frameOf(byte, payload)], wantsAlone(byte, payload));
}

function wantsAlone(byte: number, payload: Buffer): Partial<ProtocolCase> {
  switch (byte) {
    case 0x01:
    case 0x02:
      return {};
    case 0x81:
      return { forwarded: [text(payload)] };
    case 0x82:
      return { forwarded: [binary(payload)] };
    case 0x88:
      return { end: closing(payload) };
    case 0x89:
      return { pongs: [payload] };
    case 0x8a:
      return {};
    default:
      return { end: PROTOCOL_ERROR };
  }
}

function closing(payload: Buffer): ProtocolCase["end"] {
  if (payload.length === 0) return { kind: "closes", code: null, reason: "" };
  return { kind: "closes", code: payload.readUInt16BE(), reason: payload.toString("utf8", 2) };
}

/** The same frame between two fragments of a text message. */
function withinMessageCase(byte: number): ProtocolCase {
  const frames = [
    { opcode: OPCODE.text, fin: false, payload: Buffer.from("a") },
    frameOf(byte, CLOSING),
    ...(byte === 0x80 ? [] : [{ opcode: OPCODE.continuation, payload: Buffer.from("z") }]),
  ];
  const id = `header-bits/within/0x${hex(byte)}`;
  const says = `a first byte 0x${hex(byte)} between two fragments of a text message`;
  return frameCase(id, says, frames, wantsWithin(byte));
}

function wantsWithin(byte: number): Partial<ProtocolCase> {
  switch (byte) {
    case 0x00:
      return { forwarded: [text(`a${CLOSING.toString()}z`)] };
    case 0x80:
      return { forwarded: [text(`a${CLOSING.toString()}`)] };
    case 0x88:
      return { end: closing(CLOSING) };
    case 0x89:
      return { pongs: [CLOSING], forwarded: [text("az")] };
    case 0x8a:
      return { forwarded: [text("az")] };
    default:
      return { end: PROTOCOL_ERROR };
  }
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
