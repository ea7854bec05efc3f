import type {
  Platform,
  Socket,
  SocketEnd,
  SocketEvents,
  SocketRequest,
} from "../../../templates/typescript/core/socket.ts";

/** A platform in memory: the test is the network and the server. */
export class FakePlatform implements Platform {
  readonly sockets: FakeSocket[] = [];
  readonly sendsHeaders: boolean;
  readonly hasPings: boolean;

  constructor({ sendsHeaders = true, hasPings = true } = {}) {
    this.sendsHeaders = sendsHeaders;
    this.hasPings = hasPings;
  }

  open(request: SocketRequest, events: SocketEvents): Promise<Socket> {
    const socket = new FakeSocket(request, events, this.hasPings);
    this.sockets.push(socket);
    return Promise.resolve(socket);
  }

  /** The newest socket. */
  get last(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error("nothing was opened");
    return socket;
  }

  /** Sockets that are open or opening. */
  get alive(): readonly FakeSocket[] {
    return this.sockets.filter(({ isOver }) => !isOver);
  }
}

/** One socket of it: opened, fed and ended by the test. */
export class FakeSocket implements Socket {
  readonly request: SocketRequest;
  /** What the client handed over, as text. */
  readonly sent: string[] = [];
  pings = 0;
  isOver = false;
  closedWith: { readonly code: number; readonly reason: string } | null = null;
  wasTerminated = false;
  /** While true, what is handed over does not leave. */
  isStuck = false;
  readonly #events: SocketEvents;
  readonly #hasPings: boolean;
  readonly #unsent: { readonly bytes: number; readonly done: (hasLeft: boolean) => void }[] = [];

  constructor(request: SocketRequest, events: SocketEvents, hasPings: boolean) {
    this.request = request;
    this.#events = events;
    this.#hasPings = hasPings;
  }

  get bufferedAmount(): number {
    return this.#unsent.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** What was sent, parsed. */
  get messages(): readonly Readonly<Record<string, unknown>>[] {
    return this.sent.map((one) => JSON.parse(one) as Readonly<Record<string, unknown>>);
  }

  send(data: string | Uint8Array, done: (hasLeft: boolean) => void): void {
    this.sent.push(typeof data === "string" ? data : Buffer.from(data).toString());
    this.#unsent.push({ bytes: data.length, done });
    if (!this.isStuck) this.drain();
  }

  close(code: number, reason: string): void {
    this.closedWith = { code, reason };
  }

  terminate(): void {
    this.wasTerminated = true;
    this.end({ code: 1006 });
  }

  ping(): boolean {
    this.pings += this.#hasPings ? 1 : 0;
    return this.#hasPings;
  }

  /** The server accepts. */
  accept(): void {
    this.#events.open(this);
  }

  /** The server sends a message. */
  give(message: unknown): void {
    this.#events.message(message instanceof Uint8Array ? message : JSON.stringify(message));
  }

  /** The server answers a ping. */
  pong(): void {
    this.#events.alive();
  }

  /** The socket ends, whoever wanted it. */
  end(end: Partial<SocketEnd> = {}): void {
    if (!this.isOver) {
      this.isOver = true;
      this.#events.close({ code: 1006, reason: "", refused: null, ...end });
    }
  }

  /** The network takes up to `count` messages. */
  drain(count = Number.POSITIVE_INFINITY): void {
    for (const { done } of this.#unsent.splice(0, count)) done(true);
  }
}
