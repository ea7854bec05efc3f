import { ClientError } from "./errors.ts";
import { after, type Cancel } from "./host.ts";
import type { Outgoing } from "./outgoing.ts";
import type { Socket, SocketEnd } from "./socket.ts";

/** How a dead peer is noticed. */
export interface HeartbeatOptions {
  /** A ping is sent after so many milliseconds without a sign of life, where the platform has pings. Default 25,000. */
  readonly everyMs?: number;
  /** Silence after a ping, or bytes that do not leave, for so many milliseconds end the connection. Default 10,000. */
  readonly timeoutMs?: number;
}

/** What was handed to the socket and may not have left yet. */
interface Leaving {
  /** Of all bytes handed over, where this message ends. */
  readonly mark: number;
  readonly resolve: () => void;
  readonly reject: (error: ClientError) => void;
}

/** Pauses between two looks at `bufferedAmount` in milliseconds: no platform tells when it falls. */
const LOOK_MS = [1, 2, 5, 10, 20, 50];

/**
 * One open socket. A message is sent when the socket has given it to the network, not when it was handed over; if the
 * connection ends before, its promise is rejected.
 */
export class Link {
  readonly openedAt = Date.now();
  readonly #socket: Socket;
  readonly #heartbeat: Required<HeartbeatOptions> | null;
  readonly #leaving: Leaving[] = [];
  readonly #drained: { readonly below: number; readonly run: () => void }[] = [];
  #handedOver = 0;
  #looks = 0;
  #left = 0;
  #leftAt = Date.now();
  #cancelLook: Cancel | null = null;
  #cancelBeat: Cancel | null = null;
  #isAwaited = false;
  #isOver = false;

  constructor(socket: Socket, heartbeat: HeartbeatOptions | null) {
    this.#socket = socket;
    this.#heartbeat = heartbeat && {
      everyMs: heartbeat.everyMs ?? 25_000,
      timeoutMs: heartbeat.timeoutMs ?? 10_000,
    };
    this.alive();
  }

  /** Bytes handed over that have not left. */
  get bufferedAmount(): number {
    return this.#isOver ? 0 : this.#socket.bufferedAmount;
  }

  /** Hands a message over; resolves when it has left. */
  send({ data, bytes }: Outgoing): Promise<void> {
    if (this.#isOver) {
      return Promise.reject(new ClientError("CONNECTION_LOST", { retry: "backoff" }));
    }
    this.#socket.send(data);
    this.#handedOver += bytes;
    if (this.#leaving.length === 0 && this.#socket.bufferedAmount === 0) {
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      this.#leaving.push({ mark: this.#handedOver, resolve, reject });
      this.#lookSoon();
    });
  }

  /** Calls back when fewer than `below` bytes are left to leave. */
  whenBelow(below: number, run: () => void): void {
    if (this.bufferedAmount < below) {
      run();
      return;
    }
    this.#drained.push({ below, run });
    this.#lookSoon();
  }

  /** The peer was heard. */
  alive(): void {
    this.#isAwaited = false;
    this.#cancelBeat?.();
    if (this.#heartbeat !== null && !this.#isOver) {
      this.#cancelBeat = after(this.#heartbeat.everyMs, () => {
        this.#beat();
      });
    }
  }

  close(code: number, reason: string): void {
    if (!this.#isOver) {
      this.#socket.close(code, reason);
    }
  }

  terminate(): void {
    this.#socket.terminate();
  }

  /** The socket told its end: whatever has not left will not. */
  ended(end: SocketEnd): void {
    this.#isOver = true;
    this.#cancelLook?.();
    this.#cancelBeat?.();
    const error = new ClientError("CONNECTION_LOST", { retry: "backoff", closeCode: end.code });
    for (const { reject } of this.#leaving.splice(0)) {
      reject(error);
    }
    for (const { run } of this.#drained.splice(0)) {
      run();
    }
  }

  #lookSoon(): void {
    const pause = LOOK_MS[Math.min(this.#looks, LOOK_MS.length - 1)] ?? 50;
    this.#cancelLook ??= after(pause, () => {
      this.#cancelLook = null;
      this.#look();
    });
  }

  /** Settles what has left; what never leaves is a dead peer. */
  #look(): void {
    const buffered = this.#socket.bufferedAmount;
    const left = buffered === 0 ? this.#handedOver : this.#handedOver - buffered;
    while (this.#leaving[0] !== undefined && this.#leaving[0].mark <= left) {
      this.#leaving.shift()?.resolve();
    }
    for (const waiting of this.#drained.filter(({ below }) => buffered < below)) {
      this.#drained.splice(this.#drained.indexOf(waiting), 1);
      waiting.run();
    }
    this.#looks = left > this.#left ? 0 : this.#looks + 1;
    if (left > this.#left || this.#looks === 1) {
      this.#left = left;
      this.#leftAt = Date.now();
    }
    if (
      this.#heartbeat !== null &&
      Date.now() - this.#leftAt > this.#heartbeat.timeoutMs &&
      buffered > 0
    ) {
      this.terminate();
    } else if (this.#leaving.length > 0 || this.#drained.length > 0) {
      this.#lookSoon();
    }
  }

  #beat(): void {
    if (this.#isOver || this.#heartbeat === null) {
      return;
    }
    if (this.#isAwaited) {
      this.terminate();
      return;
    }
    this.#isAwaited = this.#socket.ping();
    this.#cancelBeat = after(
      this.#isAwaited ? this.#heartbeat.timeoutMs : this.#heartbeat.everyMs,
      () => {
        this.#beat();
      },
    );
  }
}
