import type { Buffer } from "node:buffer";
import type { ServerOptions, WebSocket } from "ws";

import type { Clock } from "../clock.ts";
import { systemClock } from "../clock.ts";
import { closeReason } from "../refusals.ts";
import { CLOSE_TIMEOUT_MS } from "./close-exchange.ts";
import { fitCloseReason, isSendableCloseCode } from "./close-frame.ts";
import type { ControlBudget } from "./control-budget.ts";
import { createControlBudget } from "./control-budget.ts";
import type { EngineRefusal } from "./frame-sink.ts";
import { Heartbeat, HEARTBEAT_INTERVAL_MS, type HeartbeatTarget } from "./heartbeat.ts";
import type { FrameKind, Leg, LegLimits, LegListener } from "./leg.ts";

/** Things a leg needs beyond its socket; tests pass a clock of their own. */
export interface WsLegOptions {
  readonly clock?: Clock;
  /** 0: no pings. */
  readonly heartbeatIntervalMs?: number;
  /** The connection under a leg that deflates: what comes over it bounds what it may inflate to. */
  readonly wire?: { readonly bytesRead: number } | null;
}

/** How many times of what a peer puts on the wire its messages may be (a deflate bomb is up to 1,032 times). */
export const MAX_INFLATION = 100;

/**
 * RFC 7692 without context takeover: what one message holds never tells in the size of another. ws keeps the zlib
 * streams of a leg all the same, some 260 KiB once it has compressed and inflated.
 */
const DEFLATE = {
  serverNoContextTakeover: true,
  clientNoContextTakeover: true,
} as const;

/**
 * Options for `new WebSocketServer` and `new WebSocket` so that ws counts what `LegLimits` says.
 * Under `deflates`, permessage-deflate is offered or accepted; `messageBytes` then bounds the inflated message.
 * Chunks are pieces that arrive before a message is whole: 1,024, more only where long messages need them.
 */
export function wsEngineOptions(limits: LegLimits, deflates = false) {
  return {
    maxPayload: limits.messageBytes,
    maxFragments: limits.fragments,
    maxBufferedChunks: Math.max(1024, Math.ceil(limits.messageBytes / 1024)),
    perMessageDeflate: deflates ? DEFLATE : false,
    skipUTF8Validation: false,
    closeTimeout: CLOSE_TIMEOUT_MS,
  } satisfies ServerOptions & { readonly closeTimeout: number };
}

/**
 * A leg run by ws. Call it in the same tick in which ws hands over the open socket: it attaches every listener and
 * stops reading until `listen`, so that no message is lost and no error is without a listener.
 * The socket should have been made with `wsEngineOptions(limits)`.
 */
export function createWsLeg(
  socket: WebSocket,
  limits: LegLimits,
  role: "client" | "backend",
  options: WsLegOptions = {},
): Leg {
  return new WsLeg(socket, limits, role, options);
}

class WsLeg implements Leg, HeartbeatTarget {
  readonly #socket: WebSocket;
  readonly #limits: LegLimits;
  readonly #peer: string;
  readonly #clock: Clock;
  readonly #wire: { readonly bytesRead: number } | null;
  #inflatedBytes = 0;
  readonly #budget: ControlBudget;
  readonly #heartbeat: Heartbeat;
  /** The close of ws itself, behind the one that `#attach` puts in its place. */
  readonly #closeSocket: (code?: number, reason?: string | Buffer) => void;
  #listener: LegListener | null = null;
  /** What happened before `listen`; at most what one chunk of the socket held. */
  #held: ((listener: LegListener) => void)[] = [];
  #isPaused = true;
  #isClosing = false;
  /** One refusal was told, or we or the peer began to close before there was a reason for one. */
  #isJudged = false;
  #wasAboveLowWater = false;
  #cancelCut: (() => void) | null = null;

  constructor(
    socket: WebSocket,
    limits: LegLimits,
    role: "client" | "backend",
    options: WsLegOptions,
  ) {
    this.#socket = socket;
    this.#limits = limits;
    this.#peer = role;
    this.#clock = options.clock ?? systemClock;
    this.#wire = options.wire ?? null;
    this.#budget = createControlBudget(limits.controlFramesPerSecond);
    this.#closeSocket = socket.close.bind(socket);
    this.#attach();
    const intervalMs = options.heartbeatIntervalMs ?? HEARTBEAT_INTERVAL_MS;
    this.#heartbeat = new Heartbeat(this.#clock, intervalMs, this);
    if (socket.readyState === socket.CLOSED) this.#closed(1006, "");
  }

  get unsentBytes(): number {
    return this.#socket.bufferedAmount;
  }

  listen(listener: LegListener): void {
    this.#listener = listener;
    const held = this.#held;
    this.#held = [];
    for (const tell of held) tell(listener);
    this.resume();
  }

  send(kind: FrameKind, payload: Uint8Array): void {
    if (this.#isClosing) return;
    this.#socket.send(payload, { binary: kind === "binary" }, this.#onWritten);
    if (this.unsentBytes > this.#limits.lowWaterBytes) this.#wasAboveLowWater = true;
  }

  pause(): void {
    if (this.#isClosing) return;
    this.#isPaused = true;
    this.#socket.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#heartbeat.alive();
    this.#socket.resume();
  }

  close(code: number | null, reason: string): void {
    if (this.#isClosing) return;
    if (code === null) this.#socket.close();
    // Illegal codes are mapped before they come here; one that slips through must not throw in ws.
    else this.#socket.close(isSendableCloseCode(code) ? code : 1011, fitCloseReason(reason));
  }

  terminate(): void {
    this.#socket.terminate();
  }

  get isReading(): boolean {
    return !this.#isPaused;
  }

  ping(): void {
    const isOpen = this.#socket.readyState === this.#socket.OPEN;
    // A peer that does not read has its own deadline; pings would only queue up behind its messages.
    if (isOpen && this.unsentBytes <= this.#limits.lowWaterBytes) this.#socket.ping();
  }

  #attach(): void {
    const socket = this.#socket;
    socket.on("error", (error: Error & { code?: unknown }) => this.#failed(error));
    socket.on("message", (data: Buffer, isBinary: boolean) =>
      this.#received(isBinary ? "binary" : "text", data),
    );
    socket.on("ping", () => this.#control());
    socket.on("pong", () => this.#control());
    socket.on("close", (code: number, reason: Buffer) =>
      this.#closed(code, reason.toString("utf8")),
    );
    // ws closes by itself when the peer closes (with the peer's code) and when the peer breaks a rule (with a code and
    // no reason). Both pass here, so that every close has our deadline and every refusal its reason.
    socket.close = (code?: number, reason?: string | Buffer) => this.#beginClose(code, reason);
    socket.pause();
  }

  #beginClose(code: number | undefined, reason: string | Buffer | undefined): void {
    const isOurs = code !== undefined && reason === undefined;
    const told = isOurs ? closeReason(refusalOfStatus(code)) : reason;
    if (!isOurs) this.#isJudged = true;
    this.#isClosing = true;
    this.#isPaused = false;
    this.#closeSocket(code, told);
    // The peer's close frame is behind what we did not read yet.
    this.#socket.resume();
    this.#cancelCut ??= this.#clock.after(CLOSE_TIMEOUT_MS, () => this.#socket.terminate());
  }

  #received(kind: FrameKind, data: Buffer): void {
    if (this.#isClosing) return;
    this.#heartbeat.alive();
    if (data.length > this.#limits.messageBytes) {
      this.#refuse("MESSAGE_TOO_BIG", 1009, `message of ${data.length} bytes`);
      return;
    }
    if (this.#isInflated(data.length)) {
      const ratio = `more than ${MAX_INFLATION} times of what was sent`;
      this.#refuse("POLICY", 1008, `messages of ${ratio}`);
      return;
    }
    this.#tell((listener) => listener.message(kind, data));
  }

  /** Counted over the whole connection, which is what it costs. */
  #isInflated(bytes: number): boolean {
    if (this.#wire === null) return false;
    this.#inflatedBytes += bytes;
    return this.#inflatedBytes > MAX_INFLATION * this.#wire.bytesRead;
  }

  #control(): void {
    this.#heartbeat.alive();
    if (this.#isClosing || this.#budget.take(this.#clock.now())) return;
    const limit = this.#limits.controlFramesPerSecond;
    this.#refuse("POLICY", 1008, `more than ${limit} control frames in a second`);
  }

  #refuse(code: EngineRefusal, closeCode: number, reason: string): void {
    this.#socket.close(closeCode, closeReason(code));
    this.#tell((listener) => listener.refused(code, `${reason} from the ${this.#peer}`));
  }

  /** By now ws has begun to close with the status of its own error; a lost connection is told by `close`. */
  #failed(error: Error & { code?: unknown }): void {
    if (this.#isJudged || typeof error.code !== "string") return;
    const code = refusalOfError(error.code);
    if (code !== null) {
      this.#isJudged = true;
      this.#tell((listener) =>
        listener.refused(code, `${error.message.toLowerCase()} from the ${this.#peer}`),
      );
    }
  }

  #closed(code: number, reason: string): void {
    this.#isClosing = true;
    this.#heartbeat.stop();
    this.#cancelCut?.();
    this.#tell((listener) => listener.closed(code, reason));
  }

  #tell(what: (listener: LegListener) => void): void {
    if (this.#listener === null) this.#held.push(what);
    else what(this.#listener);
  }

  /** One closure for all messages: ws calls it when the kernel has taken a message, or when it never will. */
  readonly #onWritten = (): void => {
    if (!this.#wasAboveLowWater || this.unsentBytes > this.#limits.lowWaterBytes) return;
    this.#wasAboveLowWater = false;
    if (!this.#isClosing) this.#tell((listener) => listener.drained());
  };
}

/** ws names its errors `WS_ERR_…`; anything else is the network's. */
function refusalOfError(code: string): EngineRefusal | null {
  switch (code) {
    case "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH":
    case "WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH":
      return "MESSAGE_TOO_BIG";
    case "WS_ERR_INVALID_UTF8":
      return "TEXT_INVALID";
    case "WS_ERR_TOO_MANY_BUFFERED_PARTS":
      return "POLICY";
    default:
      // zlib: a message that does not inflate, which ws closes with 1007 as well.
      if (code.startsWith("Z_")) return "TEXT_INVALID";
      return code.startsWith("WS_ERR_") ? "PROTOCOL_ERROR" : null;
  }
}

function refusalOfStatus(status: number): EngineRefusal {
  switch (status) {
    case 1009:
      return "MESSAGE_TOO_BIG";
    case 1007:
      return "TEXT_INVALID";
    case 1008:
      return "POLICY";
    default:
      return "PROTOCOL_ERROR";
  }
}
