import type { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { leaveSocket, listenToSocket, type SocketListener } from "../frames/leg-socket.ts";
import { GATEWAY_LIMITS } from "../limits.ts";
import type { Watched } from "../rounds.ts";
import { type PlainHandshake, readPlainHandshake } from "./plain-handshake.ts";

/** What becomes of a connection. */
export interface FirstRequestHost {
  /** A whole handshake has come. */
  opened(handshake: PlainHandshake, socket: Socket): void;
  /** Something else has come, or the beginning of something: node:http is to read on from the first byte. */
  unclear(request: FirstRequest, chunk: Buffer): void;
  /** No whole request has come in time. */
  late(socket: Socket): void;
  /** The request has come, or will not. */
  over(request: FirstRequest): void;
}

/** The wait for the first request of a connection: what it begins with decides who reads it. */
export class FirstRequest implements SocketListener, Watched {
  readonly socket: Socket;
  readonly remoteAddress: string;
  readonly #lateAtMs: number;
  readonly #host: FirstRequestHost;
  #isOver = false;

  constructor(socket: Socket, remoteAddress: string, nowMs: number, host: FirstRequestHost) {
    this.socket = socket;
    this.remoteAddress = remoteAddress;
    this.#lateAtMs = nowMs + GATEWAY_LIMITS.requestSeconds * 1000;
    this.#host = host;
    listenToSocket(socket, this);
  }

  received(chunk: Buffer): void {
    const handshake = readPlainHandshake(chunk, this.remoteAddress);
    if (handshake === null) {
      leaveSocket(this.socket);
      this.socket.once("close", () => this.end());
      this.#host.unclear(this, chunk);
    } else if (this.end()) {
      this.#host.opened(handshake, this.socket);
    }
  }

  peerEnded(): void {
    this.socket.destroy();
  }

  lost(): void {
    this.end();
  }

  look(nowMs: number): void {
    if (nowMs >= this.#lateAtMs && this.end()) this.#host.late(this.socket);
  }

  /** The wait is over; false: it was over before. */
  end(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#host.over(this);
    return true;
  }
}
