import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { StrictReader, type WireClose, type WireMessage } from "./strict-reader.ts";
import { encodeFrame, OPCODE, type WireRole } from "./wire.ts";

/** All that one end of a connection saw of the gateway, in order of its kind. */
export interface Seen {
  readonly messages: WireMessage[];
  readonly pings: Buffer[];
  readonly pongs: Buffer[];
  close: WireClose | null;
  /** What the gateway wrote against RFC 6455; null: nothing. */
  violation: string | null;
  /** The gateway ended its side of the TCP connection. */
  isEnded: boolean;
}

/** A raw end of a WebSocket connection with the gateway: writes any bytes, reads strictly, records. */
export class Endpoint {
  readonly seen: Seen = {
    messages: [],
    pings: [],
    pongs: [],
    close: null,
    violation: null,
    isEnded: false,
  };
  readonly #socket: Socket;
  readonly #role: WireRole;
  readonly #echoes: boolean;
  readonly #reader: StrictReader;
  #progressed = (): void => {};
  #hasSentClose = false;

  /**
   * `role`: the part that this end plays; `echoes`: it sends every message back as it came; `windowBits`:
   * of what the gateway compresses, null where permessage-deflate is not negotiated.
   */
  constructor(
    socket: Socket,
    role: WireRole,
    options: { readonly echoes: boolean; readonly windowBits: number | null },
  ) {
    this.#socket = socket;
    this.#role = role;
    this.#echoes = options.echoes;
    const sender = role === "client" ? "server" : "client";
    this.#reader = new StrictReader(sender, this.#listener(), options.windowBits);
    socket.setNoDelay(true);
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk: Buffer) => this.feed(chunk));
    socket.on("end", () => {
      this.#ended();
      socket.end();
    });
    socket.on("close", () => this.#ended());
    socket.resume();
  }

  /** Bytes of the gateway that were read before this end was made. */
  feed(chunk: Buffer): void {
    this.#reader.read(chunk);
    this.#progressed();
  }

  /** Writes bytes as they are, in one go; settles when the kernel has them. */
  write(bytes: Buffer): Promise<void> {
    return new Promise((resolve) => {
      if (!this.#socket.writable) resolve();
      else this.#socket.write(bytes, () => resolve());
    });
  }

  /** Sends a legal close frame, once. */
  close(code: number | null): void {
    if (this.#hasSentClose) return;
    this.#hasSentClose = true;
    const payload = Buffer.alloc(code === null ? 0 : 2);
    if (code !== null) payload.writeUInt16BE(code);
    if (this.#socket.writable) {
      this.#socket.write(encodeFrame({ opcode: OPCODE.close, payload }, this.#role));
    }
    this.#endAsServer();
  }

  /** The case itself has written a close frame. */
  hasClosed(): void {
    this.#hasSentClose = true;
    this.#endAsServer();
  }

  /** Ends TCP without a close frame: politely, or with a reset. */
  cut(how: "end" | "reset"): void {
    this.#hasSentClose = true;
    if (how === "end") this.#socket.end();
    else this.#socket.resetAndDestroy();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Settles when the predicate holds, false when it does not within the time. */
  until(predicate: (seen: Seen) => boolean, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (isReached: boolean): void => {
        clearTimeout(timer);
        this.#progressed = () => {};
        resolve(isReached);
      };
      const timer = setTimeout(() => settle(false), timeoutMs);
      this.#progressed = () => {
        if (predicate(this.seen)) settle(true);
      };
      this.#progressed();
    });
  }

  #listener() {
    const { seen } = this;
    return {
      message: (message: WireMessage) => {
        seen.messages.push(message);
        if (this.#echoes && !this.#hasSentClose) void this.write(this.#echoOf(message));
      },
      ping: (payload: Buffer) => {
        seen.pings.push(payload);
      },
      pong: (payload: Buffer) => {
        seen.pongs.push(payload);
      },
      close: (close: WireClose) => {
        seen.close = close;
        this.close(close.code);
        this.#endAsServer();
      },
      violation: (what: string) => {
        seen.violation ??= what;
      },
    };
  }

  #echoOf({ kind, payload }: WireMessage): Buffer {
    return encodeFrame({ opcode: OPCODE[kind], payload }, this.#role);
  }

  /** RFC 6455 section 7.1.1: when both have closed, the server ends TCP; a client waits for it. */
  #endAsServer(): void {
    if (this.#role === "server" && this.#hasSentClose && this.seen.close !== null) {
      this.#socket.end();
    }
  }

  #ended(): void {
    if (this.#reader.isInFrame) this.seen.violation ??= "the end of TCP within a frame";
    this.seen.isEnded = true;
    this.#progressed();
  }
}
