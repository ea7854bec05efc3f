import type { Buffer } from "node:buffer";

/** Which frames carry a message: RFC 6455 opcodes 1 and 2. */
export type FrameKind = "text" | "binary";

/**
 * One WebSocket connection that whole messages go in and out of, whatever engine runs it.
 * Two legs make a relay: the client's (we are the server) and the backend's (we are the client).
 * Frame syntax, masking, fragments, UTF-8, limits, pings and the close handshake are the engine's;
 * what a message means is not.
 */
export interface Leg {
  /** Bytes accepted by `send` that the kernel has not taken yet. */
  readonly unsentBytes: number;
  /** For frames that need nobody's hand; absent: the engine writes each message itself. */
  readonly frameTaker?: FrameTaker;
  /** Attaches the one listener. Nothing is read before, so no message can be lost. */
  listen(listener: LegListener): void;
  /** Sends one whole message; `payload` must not change afterwards. A no-op once the leg is closing. */
  send(kind: FrameKind, payload: Uint8Array): void;
  /** Stops reading; TCP pushes back on the peer. */
  pause(): void;
  resume(): void;
  /** Begins the close handshake; `null` sends no code. Cuts the socket when the peer does not answer in 5 s. */
  close(code: number | null, reason: string): void;
  /** Cuts the socket at once. */
  terminate(): void;
}

/** Takes whole frames as they are to lie on the wire. */
export interface FrameTaker {
  /** Frames must be masked: the peer is a backend (RFC 6455 section 5.1). */
  readonly masks: boolean;
  /** Writes frames, which must not change afterwards. A no-op once the leg is closing. */
  frames(bytes: Buffer): void;
}

export interface LegListener {
  /**
   * Asked first about each whole message that lies in one frame; null or absent: every message comes to `message`.
   * Read once, when the listener is attached.
   */
  readonly express?: Express | null;
  /** A whole message; the bytes are the peer's, valid only during the call. */
  message(kind: FrameKind, payload: Uint8Array): void;
  /** `unsentBytes` fell to the low water or below. */
  drained(): void;
  /** The engine refused what the peer sent and has begun to close the leg with the code of this refusal. */
  refused(
    code: "PROTOCOL_ERROR" | "TEXT_INVALID" | "MESSAGE_TOO_BIG" | "POLICY",
    reason: string,
  ): void;
  /** Called exactly once, last. `code` is what the peer sent, 1005 for none, 1006 for a lost connection. */
  closed(code: number, reason: string): void;
}

/**
 * The short way of messages that need nobody's hand: judged while they still lie in the bytes that brought them, and
 * written on as they are, many at a time.
 */
export interface Express {
  /** The leg that accepted messages go to. */
  readonly to: Leg;
  /**
   * Whether the message in `bytes` from `start` to before `end` may go to `to` unchanged. true vouches for everything,
   * UTF-8 of text included; false: the message comes to `message`. The bytes are valid only during the call, and what
   * stands in front of `start` or from `end` on is not the message's. Called in the order of the messages.
   */
  accepts(kind: FrameKind, bytes: Uint8Array, start: number, end: number): boolean;
  /** A run of accepted messages was handed to `to`; called before anything else is told, at least once a chunk. */
  forwarded(): void;
}

/** Limits that the engine itself counts. */
export interface LegLimits {
  readonly messageBytes: number;
  readonly fragments: number;
  readonly controlFramesPerSecond: number;
  readonly lowWaterBytes: number;
}
