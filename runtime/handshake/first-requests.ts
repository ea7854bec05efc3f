import type { Buffer } from "node:buffer";
import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Clock } from "../clock.ts";
import { roundsOf } from "../rounds.ts";
import { FirstRequest, type FirstRequestHost } from "./first-request.ts";
import { createHalfOpenConnections, type HalfOpenConnections } from "./half-open.ts";
import type { PlainHandshake } from "./plain-handshake.ts";

/** Who is told what connections begin with. */
export interface FirstRequestsOptions {
  readonly clock: () => Clock;
  /** How many connections of one sender may wait for their request. */
  readonly perAddress: number;
  opened(handshake: PlainHandshake, socket: Socket): void;
  /** One more connection than its sender may have was cut. */
  crowded(): void;
  /** No whole request has come in time. */
  late(socket: Socket): void;
}

/** How often is looked who is late, in milliseconds. */
const LOOK_MS = 1000;

/**
 * Reads what each connection of a server begins with. Handshakes as everybody writes them are ours; all else is left to
 * the server's own parser, as if it had been there from the start.
 */
export class FirstRequests implements FirstRequestHost {
  readonly #options: FirstRequestsOptions;
  readonly #server: Server;
  readonly #parsers: ReturnType<Server["listeners"]>;
  readonly #halfOpen: HalfOpenConnections;
  readonly #waiting = new Set<FirstRequest>();
  /** Those that node:http reads. */
  readonly #unclear = new WeakMap<Duplex, FirstRequest>();

  constructor(server: Server, options: FirstRequestsOptions) {
    this.#server = server;
    this.#options = options;
    this.#halfOpen = createHalfOpenConnections(options.perAddress);
    this.#parsers = server.listeners("connection");
    server.removeAllListeners("connection");
    server.on("connection", (socket: Socket) => this.#enter(socket));
    const cutRequests = server.closeAllConnections.bind(server);
    server.closeAllConnections = () => {
      cutRequests();
      for (const { socket } of this.#waiting) socket.destroy();
    };
  }

  /**
   * Whether what node:http has read is the first of its connection. What is sent behind that is not looked at: its
   * sender has been told `Connection: close`, and would take our next answer for one to another request.
   */
  isFirst(socket: Duplex): boolean {
    return this.#unclear.get(socket)?.end() === true;
  }

  opened(handshake: PlainHandshake, socket: Socket): void {
    this.#options.opened(handshake, socket);
  }

  unclear(request: FirstRequest, chunk: Buffer): void {
    const { socket } = request;
    this.#unclear.set(socket, request);
    // node:http stops listening when it hands a socket over, and whoever gets it may have nothing to do with it.
    socket.on("error", () => socket.destroy());
    for (const parse of this.#parsers) Reflect.apply(parse, this.#server, [socket]);
    socket.unshift(chunk);
  }

  late(socket: Socket): void {
    this.#options.late(socket);
  }

  over(request: FirstRequest): void {
    this.#halfOpen.leave(request.remoteAddress);
    this.#waiting.delete(request);
    roundsOf(this.#options.clock(), LOOK_MS).remove(request);
  }

  #enter(socket: Socket): void {
    const remoteAddress = socket.remoteAddress ?? "";
    if (!this.#halfOpen.enter(remoteAddress)) {
      this.#options.crowded();
      socket.destroy();
      return;
    }
    const clock = this.#options.clock();
    const request = new FirstRequest(socket, remoteAddress, clock.now(), this);
    this.#waiting.add(request);
    roundsOf(clock, LOOK_MS).add(request);
  }
}
