import { Buffer } from "node:buffer";
import type { Socket } from "node:net";

import type { Clock } from "../clock.ts";
import { acceptKey } from "../frames/accept-key.ts";
import { listenToSocket, type SocketListener } from "../frames/leg-socket.ts";
import { createRawLeg } from "../frames/raw-leg.ts";
import { Refusal } from "../refusals.ts";
import { openBackendSocket, type OpeningSocket } from "./backend-socket.ts";
import { refusalOfBackendStatus } from "./backend-status.ts";
import type { Dialled, DialRequest } from "./dial-request.ts";
import { KnownAnswer } from "./known-answer.ts";
import { newUpgradeKey, upgradeRequestText } from "./upgrade-request.ts";
import {
  endOfHead,
  looksLikeAnswer,
  MAX_RESPONSE_HEAD_BYTES,
  parseResponseHead,
  upgradeFault,
} from "./upgrade-response.ts";
import type { Cancellation } from "./cancellation.ts";

const NOTHING = Buffer.alloc(0);

const known = new KnownAnswer();

/** One handshake with a backend by our own engine, from the connection to the verified 101. */
export class DialAttempt implements SocketListener {
  /** The open leg, or what `dialBackend` rejects with. */
  readonly outcome: Promise<Dialled>;
  readonly #request: DialRequest;
  readonly #clock: Clock;
  readonly #signal: Cancellation;
  readonly #key = newUpgradeKey();
  #socket: Socket | null = null;
  #received: Buffer = NOTHING;
  #isSettled = false;
  #cancelTimeout = (): void => undefined;
  #resolve: (dialled: Dialled) => void = () => undefined;
  #reject: (reason: unknown) => void = () => undefined;

  constructor(request: DialRequest, clock: Clock, signal: Cancellation) {
    this.#request = request;
    this.#clock = clock;
    this.#signal = signal;
    this.outcome = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#begin();
  }

  #begin(): void {
    const { url, tlsCa, connectTimeoutMs: ms } = this.#request;
    if (this.#signal.aborted) {
      this.#aborted();
      return;
    }
    this.#signal.addEventListener("abort", this.#aborted);
    this.#cancelTimeout = this.#clock.after(ms, () =>
      this.#fail(new Refusal("BACKEND_TIMEOUT", { ms })),
    );
    try {
      const text = upgradeRequestText(this.#request, this.#key);
      const opening = openBackendSocket(url, tlsCa);
      if (opening instanceof Promise) opening.then((open) => this.#connect(open, text), this.#fail);
      else this.#connect(opening, text);
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  #connect({ socket, openEvent }: OpeningSocket, text: string): void {
    this.#socket = socket;
    listenToSocket(socket, this);
    if (this.#isSettled) {
      socket.destroy();
      return;
    }
    // Nothing is written before TLS has verified who listens: the request may hold credentials.
    socket.once(openEvent, () => socket.write(text, "latin1"));
  }

  received(chunk: Buffer): void {
    if (this.#isSettled) return;
    const received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    this.#received = received;
    if (!looksLikeAnswer(received)) {
      this.#refuse("its answer is not HTTP/1.1");
      return;
    }
    const end = endOfHead(received);
    if ((end === 0 ? received.length : end) > MAX_RESPONSE_HEAD_BYTES) {
      this.#refuse(`its answer has more than ${MAX_RESPONSE_HEAD_BYTES} bytes of headers`);
    } else if (end > 0) {
      this.#answered(received.toString("latin1", 0, end), received.subarray(end));
    }
  }

  #answered(text: string, rest: Buffer): void {
    const accept = acceptKey(this.#key);
    if (known.matches(text, accept)) {
      this.#open(null, rest);
      return;
    }
    const response = parseResponseHead(text);
    if (typeof response === "string") {
      this.#refuse(response);
      return;
    }
    if (response.status !== 101) {
      this.#fail(refusalOfBackendStatus(response.status, this.#request.backendVerifies));
      return;
    }
    const { protocols } = this.#request;
    const fault = upgradeFault(response, { accept, protocols });
    if (fault !== null) {
      this.#refuse(fault);
      return;
    }
    const protocol = response.headers.get("sec-websocket-protocol")?.[0] ?? null;
    if (protocol === null) known.learn(text, accept);
    this.#open(protocol, rest);
  }

  #open(protocol: string | null, head: Buffer): void {
    const socket = this.#socket;
    if (socket === null || this.#isSettled) return;
    this.#settle();
    const { limits } = this.#request;
    const leg = createRawLeg({ socket, head, limits, role: "backend", clock: this.#clock });
    this.#resolve({ leg, protocol });
  }

  peerEnded(): void {
    this.lost();
  }

  lost(): void {
    if (this.#isSettled) return;
    this.#fail(new Refusal("BACKEND_UNAVAILABLE", { reason: "it closed the connection" }));
  }

  /** System and TLS errors carry a code and mean no connection. */
  failed(error: Error & { readonly code?: unknown }): void {
    const reason = typeof error.code === "string" ? error.code : error.message;
    this.#fail(new Refusal("BACKEND_UNAVAILABLE", { reason }, { cause: error }));
  }

  readonly #aborted = (): void => this.#fail(this.#signal.reason);

  #refuse(reason: string): void {
    this.#fail(new Refusal("BACKEND_REFUSED", { reason }));
  }

  readonly #fail = (reason: unknown): void => {
    if (this.#isSettled) return;
    this.#settle();
    this.#socket?.destroy();
    this.#reject(reason);
  };

  #settle(): void {
    this.#isSettled = true;
    this.#cancelTimeout();
    this.#signal.removeEventListener("abort", this.#aborted);
  }
}
