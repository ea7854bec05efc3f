import { createServer, connect as dial, type Server, type Socket } from "node:net";
import { once } from "node:events";

/** What a network can do to a connection. */
export type Fault = "cut" | "half-open" | "slow" | "close twice";

/** A TCP proxy in front of a gateway, which does harm when told to. */
export class FaultyProxy {
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #target: number;

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer({ noDelay: true }, (client) => {
      const pair = new Pair(client, this.#target);
      this.#pairs.add(pair);
      client.on("close", () => this.#pairs.delete(pair));
    });
  }

  /** `target`: port of the gateway on this machine. */
  static async start(target: number): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(target);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  /** Connections that clients have open. */
  get open(): number {
    return this.#pairs.size;
  }

  /** Where connections go from now on. */
  set target(port: number) {
    this.#target = port;
  }

  /** Does harm to all that are open; those that come later are well. */
  harm(fault: Fault): void {
    for (const pair of this.#pairs) pair.harm(fault);
  }

  async stop(): Promise<void> {
    this.harm("cut");
    this.#server.close();
    await once(this.#server, "close");
  }
}

/** A close frame of a server: 1011 without a reason, unmasked (RFC 6455 section 5.5.1). */
const CLOSE_FRAME = Buffer.from([0x88, 0x02, 0x03, 0xf3]);

/** How long bytes wait on a slow connection, in milliseconds. */
const SLOW_MS = 15;

/** A client's connection and its way on. */
class Pair {
  readonly #client: Socket;
  readonly #gateway: Socket;
  #isSlow = false;

  constructor(client: Socket, target: number) {
    this.#client = client;
    this.#gateway = dial({ port: target, host: "127.0.0.1", noDelay: true });
    this.#forward(client, this.#gateway);
    this.#forward(this.#gateway, client);
  }

  harm(fault: Fault): void {
    switch (fault) {
      case "cut":
        // A reset of what is being shut down fails and leaves its handle.
        if (this.#client.writableEnded || this.#client.destroyed) this.#client.destroy();
        else this.#client.resetAndDestroy();
        this.#gateway.destroy();
        return;
      case "half-open":
        // Nothing is forwarded and nothing told, as behind a cable that was pulled.
        this.#client.removeAllListeners("data").resume();
        this.#gateway.removeAllListeners("data").destroy();
        return;
      case "slow":
        this.#isSlow = true;
        return;
      case "close twice":
        this.#gateway.removeAllListeners("data").destroy();
        this.#client.write(Buffer.concat([CLOSE_FRAME, CLOSE_FRAME]));
        this.#client.end(CLOSE_FRAME);
    }
  }

  #forward(from: Socket, to: Socket): void {
    from.on("data", (chunk) => {
      if (!this.#isSlow) {
        to.write(chunk);
        return;
      }
      from.pause();
      setTimeout(() => {
        to.write(chunk);
        from.resume();
      }, SLOW_MS);
    });
    from.on("error", () => undefined);
    from.on("close", () => {
      // A half-open connection hears nothing of the other end.
      if (from === this.#client || from.listenerCount("data") > 0) to.destroy();
    });
  }
}
