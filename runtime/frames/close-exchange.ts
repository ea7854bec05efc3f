import { Buffer } from "node:buffer";

import type { Clock } from "../clock.ts";
import { isSendableCloseCode } from "./close-frame.ts";
import type { EngineRefusal } from "./frame-sink.ts";
import { isText } from "./utf8.ts";

/** How long a peer has to answer our close frame, and to close its connection, before its socket is cut. */
export const CLOSE_TIMEOUT_MS = 5_000;

/**
 * How far a leg is, in the order in which it may go on; stages may be left out.
 * `open`: messages go both ways. `closing`: our close frame was sent first, the peer's is behind what it sent before.
 * `ending`: nothing more is written or looked at, the connection is to end. `closed`: it is gone, and that was told.
 */
export type LegStage = "open" | "closing" | "ending" | "closed";

const ORDER: Readonly<Record<LegStage, number>> = { open: 0, closing: 1, ending: 2, closed: 3 };

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
  #stage: LegStage = "open";
  readonly #clock: Clock;
  readonly #leg: { terminate(): void };
  #cancelCut: (() => void) | null = null;

  /** `leg` is cut where the peer does not do its part in time. */
  constructor(clock: Clock, leg: { terminate(): void }) {
    this.#clock = clock;
    this.#leg = leg;
  }

  /** No close frame has been sent, none has come, and the leg was not cut. */
  get isOpen(): boolean {
    return this.#stage === "open";
  }

  /** Goes on to a later stage; false: the leg is as far, or further. The peer has five seconds from the first on. */
  enter(stage: LegStage): boolean {
    if (ORDER[stage] <= ORDER[this.#stage]) return false;
    this.#stage = stage;
    if (stage === "closed") this.#cancelCut?.();
    else this.#cancelCut ??= this.#clock.after(CLOSE_TIMEOUT_MS, () => this.#leg.terminate());
    return true;
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
}

function illegal(reason: string): CloseFault {
  return { code: "PROTOCOL_ERROR", reason };
}
