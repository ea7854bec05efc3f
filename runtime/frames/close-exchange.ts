import { Buffer } from "node:buffer";

import type { Clock } from "../clock.ts";
import { isSendableCloseCode } from "./close-frame.ts";
import type { EngineRefusal } from "./frame-sink.ts";
import { isText } from "./utf8.ts";

/** How long a peer has to answer our close frame, and to close its connection, before its socket is cut. */
export const CLOSE_TIMEOUT_MS = 5_000;

/** What is wrong with a close frame. */
export interface CloseFault {
  readonly code: EngineRefusal;
  readonly reason: string;
}

/** How far the close handshake of a leg is (RFC 6455 section 7.1), what the peer said, and its deadline. */
export class CloseExchange {
  /** What the peer's close frame said: 1005 where it had no code, 1006 while there was none. */
  code = 1006;
  reason = "";
  /** No close frame has been sent and none has come. */
  isOpen = true;
  /** Nothing more is to be written or looked at. */
  isDone = false;
  readonly #clock: Clock;
  readonly #leg: { terminate(): void };
  #cancelCut: (() => void) | null = null;

  /** `leg` is cut where the peer does not do its part in time. */
  constructor(clock: Clock, leg: { terminate(): void }) {
    this.#clock = clock;
    this.#leg = leg;
  }

  /** Our close frame was sent: the peer has five seconds. */
  begin(): void {
    this.isOpen = false;
    this.#cancelCut ??= this.#clock.after(CLOSE_TIMEOUT_MS, () => this.#leg.terminate());
  }

  /** Both have said what there was to say: the connection is to end, within the same time. */
  finish(): void {
    this.begin();
    this.isDone = true;
  }

  /** Reads the peer's close frame (RFC 6455 section 5.5.1); null: it is legal. */
  answered(payload: Buffer): CloseFault | null {
    if (payload.length === 0) {
      this.code = 1005;
      return null;
    }
    if (payload.length === 1) return illegal("a close frame of one byte");
    const code = payload.readUInt16BE(0);
    if (!isSendableCloseCode(code)) return illegal(`close code ${code}`);
    const reason = payload.subarray(2);
    if (!isText(reason)) return { code: "TEXT_INVALID", reason: "a close reason is not utf-8" };
    this.code = code;
    this.reason = reason.toString("utf8");
    return null;
  }

  /** The connection is gone. */
  stop(): void {
    this.isOpen = false;
    this.isDone = true;
    this.#cancelCut?.();
    this.#cancelCut = null;
  }
}

function illegal(reason: string): CloseFault {
  return { code: "PROTOCOL_ERROR", reason };
}
