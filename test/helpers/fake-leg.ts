import type { FrameKind, Leg, LegListener } from "../../runtime/frames/leg.ts";

/** What a leg was told, in order. */
export type LegAct =
  | { readonly act: "send"; readonly kind: FrameKind; readonly text: string }
  | { readonly act: "close"; readonly code: number | null; readonly reason: string }
  | { readonly act: "terminate" };

/** A leg in memory: a test plays its peer. */
export interface FakeLeg extends Leg {
  readonly acts: readonly LegAct[];
  /** Texts of the messages sent to the peer. */
  readonly sent: readonly string[];
  readonly closedWith: Extract<LegAct, { act: "close" }> | null;
  readonly isPaused: boolean;
  /** While it reads, what is sent to the peer is gone at once; else it stays in `unsentBytes`. */
  peerReads(reads: boolean): void;
  peerSends(message: string | Uint8Array): void;
  peerCloses(code: number, reason?: string): void;
  engineRefuses(code: Parameters<LegListener["refused"]>[0], reason: string): void;
}

/** A fake leg that reports `drained` at this low water. Closing is answered by the peer at once. */
export function createFakeLeg(lowWaterBytes = 65_536): FakeLeg {
  return new MemoryLeg(lowWaterBytes);
}

class MemoryLeg implements FakeLeg {
  readonly acts: LegAct[] = [];
  unsentBytes = 0;
  isPaused = true;
  readonly #lowWaterBytes: number;
  #listener: LegListener | null = null;
  #isReading = true;
  #isClosed = false;

  constructor(lowWaterBytes: number) {
    this.#lowWaterBytes = lowWaterBytes;
  }

  get sent(): readonly string[] {
    return this.acts.flatMap((one) => (one.act === "send" ? [one.text] : []));
  }

  get closedWith(): Extract<LegAct, { act: "close" }> | null {
    return this.acts.find((one) => one.act === "close") ?? null;
  }

  listen(listener: LegListener): void {
    this.#listener = listener;
    this.isPaused = false;
  }

  send(kind: FrameKind, payload: Uint8Array): void {
    if (this.closedWith !== null || this.#isClosed) return;
    const text = Buffer.from(payload).toString(kind === "text" ? "utf8" : "hex");
    this.acts.push({ act: "send", kind, text });
    if (!this.#isReading) this.unsentBytes += payload.length;
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  close(code: number | null, reason: string): void {
    if (this.closedWith !== null) return;
    this.acts.push({ act: "close", code, reason });
    this.peerCloses(code ?? 1005, reason);
  }

  terminate(): void {
    this.acts.push({ act: "terminate" });
    this.peerCloses(1006);
  }

  peerReads(reads: boolean): void {
    const wasHigh = this.unsentBytes > this.#lowWaterBytes;
    this.#isReading = reads;
    if (!reads) return;
    this.unsentBytes = 0;
    if (wasHigh) this.#listener?.drained();
  }

  peerSends(message: string | Uint8Array): void {
    const kind = typeof message === "string" ? "text" : "binary";
    const payload = Buffer.from(message);
    if (this.#goesOn(kind, payload)) return;
    this.#listener?.message(kind, payload);
    // The bytes are valid during the call only: whoever kept them finds rubbish.
    payload.fill(0x21);
  }

  /** As an engine does it: the message lies among bytes that are not its own. */
  #goesOn(kind: FrameKind, payload: Buffer): boolean {
    const express = this.#listener?.express ?? null;
    if (express === null) return false;
    const bytes = Buffer.concat([Buffer.from("}{"), payload, Buffer.from("}{")]);
    if (!express.accepts(kind, bytes, 2, bytes.length - 2)) return false;
    express.to.send(kind, payload);
    express.forwarded();
    return true;
  }

  peerCloses(code: number, reason = ""): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#listener?.closed(code, reason);
  }

  engineRefuses(code: Parameters<LegListener["refused"]>[0], reason: string): void {
    this.#listener?.refused(code, reason);
  }
}
