import type { Socket } from "node:net";
import { listenToSocket, type SocketListener } from "../frames/leg-socket.ts";
import { randomWord } from "../frames/random-words.ts";
import { GATEWAY_LIMITS } from "../limits.ts";
import type { ConnectionLabel } from "../observe/observer.ts";
import { Refusal } from "../refusals.ts";
import { AttemptSignal } from "./attempt-signal.ts";
import type { Problem } from "./parameters.ts";
import type { RequestHead } from "./request-head.ts";
import type { ServedRoute } from "./served-route.ts";
import type { Offer } from "./subprotocol.ts";

/** Why an attempt was given up when there is nobody left to answer. */
export const CLIENT_GONE = Symbol("the client is gone");

const NOTHING = Buffer.alloc(0);

/** One client's try to open a socket, from its request to our 101 or refusal. */
export class HandshakeAttempt implements SocketListener {
  readonly head: RequestHead;
  readonly socket: Socket;
  /** 12 random characters; the connection keeps them. */
  readonly connectionId = newConnectionId();
  /** Known once the path has been matched. */
  served: ServedRoute | null = null;
  problems: readonly Problem[] = [];
  offer: Offer = { plain: [], tokens: [] };
  /** All checks of RFC 6455 are passed: a 101 may be sent. */
  isWellFormed = false;
  /** Aborted when the client is gone, sends too much too early, or the deadline passes. */
  readonly signal = new AttemptSignal();
  readonly #chunks: Buffer[] = [];
  #earlyBytes = 0;
  #isOver = false;

  /** Listens at once, and reads on while the backend is dialled: only so is a client's end noticed. */
  constructor(head: RequestHead, socket: Socket, early: Buffer) {
    this.head = head;
    this.socket = socket;
    listenToSocket(socket, this);
    this.received(early);
  }

  /** Gives up for a reason that the client is told. */
  giveUp(refusal: Refusal): void {
    this.signal.abort(refusal);
  }

  /** Stops watching and returns what the client sent behind its request. */
  takeEarly(): Buffer {
    this.#isOver = true;
    return this.#earlyBytes === 0 ? NOTHING : Buffer.concat(this.#chunks);
  }

  /** Who the attempt is about; null before its route is known. */
  get label(): ConnectionLabel | null {
    return this.served === null ? null : labelOf(this.served, this.connectionId);
  }

  peerEnded(): void {
    this.lost();
  }

  lost(): void {
    if (!this.#isOver) this.signal.abort(CLIENT_GONE);
  }

  received(chunk: Buffer): void {
    if (this.#isOver || chunk.length === 0) return;
    this.#earlyBytes += chunk.length;
    if (this.#earlyBytes > GATEWAY_LIMITS.earlyBytes) {
      const reason = `more than ${GATEWAY_LIMITS.earlyBytes} bytes before the handshake was over`;
      this.signal.abort(new Refusal("HANDSHAKE_MALFORMED", { reason }));
      return;
    }
    this.#chunks.push(chunk);
  }
}

const idBytes = Buffer.alloc(12);

/** 12 random characters. */
export function newConnectionId(): string {
  for (let at = 0; at < 12; at += 4) idBytes.writeInt32LE(randomWord(), at);
  return idBytes.toString("base64url", 0, 9);
}

/** Who a connection on a route is. */
export function labelOf(served: ServedRoute, connectionId: string): ConnectionLabel {
  return {
    connectionId,
    api: served.apiLabel,
    revision: served.api.revision,
    routeId: served.route.id,
  };
}
