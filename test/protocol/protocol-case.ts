import { Buffer } from "node:buffer";
import type { WireMessage } from "./strict-reader.ts";
import { encodeFrame, type WireFrame, type WireRole } from "./wire.ts";

/** How a case ends, if the gateway does what it must. */
export type CaseEnd =
  /** The connection goes on: every message comes back, and a close that follows is a proper one. */
  | { readonly kind: "goesOn" }
  /** The attacker closes legally; both its code and its reason reach the other leg. Code null: none. */
  | { readonly kind: "closes"; readonly code: number | null; readonly reason: string }
  /** The gateway fails the connection with this code and `{"e":refusal}`. */
  | { readonly kind: "refused"; readonly code: number; readonly refusal: Refusal }
  /** The attacker cuts TCP. */
  | { readonly kind: "cut"; readonly how: "end" | "reset" };

/** What a gateway can say no to below the meaning of a message, and what a document refuses. */
export type Refusal =
  | "PROTOCOL_ERROR"
  | "TEXT_INVALID"
  | "MESSAGE_TOO_BIG"
  | "POLICY"
  | "MESSAGE_INVALID"
  | "FRAME_KIND_WRONG";

/** One attack and what must become of it. */
export interface ProtocolCase {
  /** `lengths/text/126/byte-by-byte` */
  readonly id: string;
  /** One sentence: what is sent. */
  readonly says: string;
  /** The TCP writes of an attacker in this role. */
  readonly writes: (role: WireRole) => readonly Buffer[];
  /** The first write goes out in one go with the attacker's part of the handshake. */
  readonly isEarly: boolean;
  /** What the attacker says in Sec-WebSocket-Extensions; null: nothing. */
  readonly extension: Readonly<Record<WireRole, string>> | null;
  /** What reaches the other leg, byte for byte; it is echoed from there. */
  readonly forwarded: readonly WireMessage[];
  /** What the attacker's pings are answered with. */
  readonly pongs: readonly Buffer[];
  readonly end: CaseEnd;
}

/** A case of whole frames, written in one go; `changes` say what else is so. */
export function frameCase(
  id: string,
  says: string,
  frames: readonly WireFrame[],
  changes: Partial<ProtocolCase> = {},
): ProtocolCase {
  const writes = (role: WireRole): readonly Buffer[] => [joined(frames, role)];
  return { ...LEGAL, id, says, writes, ...changes };
}

/** The frames as one run of bytes. */
export function joined(frames: readonly WireFrame[], role: WireRole): Buffer {
  return Buffer.concat(frames.map((frame) => encodeFrame(frame, role)));
}

const LEGAL = {
  isEarly: false,
  extension: null,
  forwarded: [],
  pongs: [],
  end: { kind: "goesOn" },
} as const;

/** Ends that cases name. */
export const PROTOCOL_ERROR: CaseEnd = { kind: "refused", code: 1002, refusal: "PROTOCOL_ERROR" };
export const TEXT_INVALID: CaseEnd = { kind: "refused", code: 1007, refusal: "TEXT_INVALID" };
export const TOO_BIG: CaseEnd = { kind: "refused", code: 1009, refusal: "MESSAGE_TOO_BIG" };
export const POLICY: CaseEnd = { kind: "refused", code: 1008, refusal: "POLICY" };

/** A text message. */
export function text(payload: Buffer | string): WireMessage {
  return { kind: "text", payload: bytesOf(payload) };
}

/** A binary message. */
export function binary(payload: Buffer | string): WireMessage {
  return { kind: "binary", payload: bytesOf(payload) };
}

function bytesOf(payload: Buffer | string): Buffer {
  return typeof payload === "string" ? Buffer.from(payload, "utf8") : payload;
}
