import { Buffer } from "node:buffer";

import type { FrameKind, Leg, LegListener } from "../../../runtime/frames/leg.ts";
import { readWritten } from "./frame-bytes.ts";
import type { MemoryWire } from "./memory-wire.ts";

/** Everything that an engine made of a stream. */
export interface Trace {
  /** Kind and bytes, in order; bytes as Latin-1, which keeps each of them. */
  readonly messages: readonly string[];
  /** What else the listener was told, in order. */
  readonly told: readonly string[];
  /** The words of the first refusal; empty: there was none. */
  readonly why: string;
  readonly pongs: readonly string[];
  /** Close frames that were written. */
  readonly closes: readonly string[];
}

/** Listens to a leg and keeps what it says. */
export class Recorder {
  readonly messages: string[] = [];
  readonly told: string[] = [];
  why = "";
  readonly #wire: MemoryWire;
  readonly #role: "client" | "backend";

  constructor(wire: MemoryWire, role: "client" | "backend") {
    this.#wire = wire;
    this.#role = role;
  }

  get isClosed(): boolean {
    return this.told.some((one) => one.startsWith("closed"));
  }

  listenTo(leg: Leg, changes: Partial<LegListener> = {}): void {
    leg.listen({
      message: (kind, payload) => this.messages.push(messageText(kind, payload)),
      drained: () => undefined,
      refused: (code, reason) => {
        if (this.why === "") this.why = reason;
        this.told.push(`refused ${code}`);
      },
      closed: (code, reason) => this.told.push(`closed ${code} "${reason}"`),
      ...changes,
    });
  }

  /** What there is to say when all is over. */
  get trace(): Trace {
    const written = readWritten(this.#wire.taken, this.#role);
    const of = (opcode: number): readonly string[] =>
      written
        .filter((frame) => frame.opcode === opcode)
        .map(({ payload }) => payload.toString("latin1"));
    const { messages, told, why } = this;
    return { messages, told, why, pongs: of(10), closes: of(8) };
  }
}

/** A message as a line that keeps each byte. */
export function messageText(kind: FrameKind, payload: Uint8Array): string {
  const { buffer, byteOffset, length } = payload;
  return `${kind} ${Buffer.from(buffer, byteOffset, length).toString("latin1")}`;
}
