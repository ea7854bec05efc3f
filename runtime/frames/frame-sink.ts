import type { FrameKind, LegListener } from "./leg.ts";

/** What an engine can say no to by itself. */
export type EngineRefusal = Parameters<LegListener["refused"]>[0];

/** What a reader of frames finds; payloads are unmasked, checked, and valid only during the call. */
export interface FrameSink {
  message(kind: FrameKind, payload: Buffer): void;
  /** A whole ping, pong or close frame. */
  control(opcode: number, payload: Buffer): void;
  /** The peer broke a rule; nothing after it is read. */
  broken(code: EngineRefusal, reason: string): void;
}
