import type { Client } from "../../../templates/typescript/core/client-types.ts";
import type { ChatSdk, ChatTypes } from "./chat-sdk.ts";
import { FaultyProxy, type Fault } from "./faulty-proxy.ts";
import type { Random } from "./random.ts";
import type { Report } from "./report.ts";

/** What a round runs against. */
export interface Setting {
  readonly sdk: ChatSdk;
  readonly random: Random;
  readonly report: Report;
  /** Port of the gateway that runs now. */
  readonly gatewayPort: () => number;
  /** How often the backend has seen a message. */
  readonly seen: (id: string) => number;
}

/** Whatever has not settled after so many milliseconds never will: it is longer than all limits of the options. */
const PATIENCE_MS = 10_000;

/** Codes of a send that was never handed to a socket: the backend must not have seen it. */
const NOT_SENT = new Set(["ABORTED", "CLOSED", "QUEUE_FULL", "QUEUE_DROPPED", "NOT_CONNECTED"]);

/** One message, and what its sender was told. */
interface Sent {
  readonly id: string;
  readonly isRequest: boolean;
  outcome: string;
  /** Connections that were lost before the call, where it found one open; null: it had to wait for one. */
  readonly epoch: number | null;
  /** Connections that were lost before its outcome was told. */
  toldIn: number;
}

/** A client talks, a network fails, and in the end everything adds up. */
export async function playRound(name: string, setting: Setting): Promise<void> {
  const proxy = await FaultyProxy.start(setting.gatewayPort());
  try {
    await new Round(name, setting, proxy).play();
  } finally {
    await proxy.stop();
  }
}

class Round {
  readonly #name: string;
  readonly #setting: Setting;
  readonly #proxy: FaultyProxy;
  readonly #sent: Sent[] = [];
  readonly #promises: Promise<unknown>[] = [];
  /** How often the client told that it lost a connection. */
  #losses = 0;

  constructor(name: string, setting: Setting, proxy: FaultyProxy) {
    this.#name = name;
    this.#setting = setting;
    this.#proxy = proxy;
  }

  async play(): Promise<void> {
    const { random, report } = this.#setting;
    const client = await this.#connect();
    let isOpen = true;
    client.onState(({ kind }) => {
      if (isOpen && kind === "reconnecting") this.#losses += 1;
      isOpen = kind === "open";
    });
    const loop = (async () => {
      for await (const message of client.messages) report.received(message.name);
    })();
    this.#watch(loop);
    this.#watch(client.once.presence());
    const steps = random.integer(10, 25);
    const faultAt = new Set([1, 2, 3].map(() => random.integer(1, steps)));
    for (let step = 1; step <= steps; step += 1) {
      if (faultAt.has(step)) this.#fail();
      this.#act(client, `${this.#name}-${step}`);
      if (random.next() < 0.7) await pause(random.integer(0, 12));
      // The next fault meets a connection that was opened anew.
      if (random.next() < 0.2) await Promise.race([client.ready(), pause(400)]);
    }
    await this.#healed(client);
    void client.close();
    this.#watch(client.closed);
    await this.#settled();
    this.#check();
  }

  /** The gateway may be away just now. */
  async #connect(): Promise<Client<ChatTypes>> {
    for (let attempt = 1; ; attempt += 1) {
      this.#proxy.target = this.#setting.gatewayPort();
      try {
        return await this.#setting.sdk.connect(
          { roomId: "lobby", name: "ada" },
          {
            url: `ws://127.0.0.1:${this.#proxy.port}`,
            timeoutMs: 1000,
            reconnect: { baseMs: 10, maxMs: 100 },
            heartbeat: { everyMs: 60, timeoutMs: 100 },
            queue: {
              limit: 5,
              policy: this.#setting.random.pick(["error", "drop-oldest", "drop-newest"]),
            },
            // A connection that was cut after another took its place.
            onError: (error) => {
              if (this.#codeOf(error) === "CONNECTION_LOST") this.#losses += 1;
            },
          },
        );
      } catch (error) {
        if (attempt === 100) throw error;
        await pause(50);
      }
    }
  }

  #fail(): void {
    const { random, report, gatewayPort } = this.#setting;
    const fault = random.pick<Fault>(["cut", "half-open", "slow", "close twice"]);
    report.fault(fault);
    this.#proxy.target = gatewayPort();
    this.#proxy.harm(fault);
  }

  #act(client: Client<ChatTypes>, id: string): void {
    const { random } = this.#setting;
    const chance = random.next();
    const abort = new AbortController();
    const signal = random.next() < 0.2 ? { signal: abort.signal } : {};
    if (chance < 0.6) {
      this.#follow(client, { id, isRequest: false }, () =>
        client.send.say({ id, text: "x" }, signal),
      );
    } else if (chance < 0.8) {
      const options = { timeoutMs: 1500, ...signal };
      this.#follow(client, { id, isRequest: true }, () =>
        client.request.say({ id, text: "x" }, options),
      );
    } else if (chance < 0.88) {
      this.#watch(client.request.readHistory({}, { timeoutMs: 1500 }));
    } else if (chance < 0.94) {
      this.#watch(client.ready(signal));
    } else {
      this.#watch(client.renew());
    }
    if (random.next() < 0.5) abort.abort();
  }

  /** It has to settle, whatever to. */
  #watch(promise: Promise<unknown>): void {
    promise.catch(() => undefined);
    this.#promises.push(promise);
  }

  #follow(
    client: Client<ChatTypes>,
    what: Pick<Sent, "id" | "isRequest">,
    call: () => Promise<unknown>,
  ): void {
    const epoch = client.state.kind === "open" ? this.#losses : null;
    const sent: Sent = { ...what, epoch, outcome: "nothing", toldIn: 0 };
    this.#sent.push(sent);
    const tell = (outcome: string): void => {
      sent.outcome = outcome;
      sent.toldIn = this.#losses;
    };
    this.#watch(
      call().then(
        () => tell("done"),
        (error: unknown) => tell(this.#codeOf(error)),
      ),
    );
  }

  #codeOf(error: unknown): string {
    return error instanceof this.#setting.sdk.ClientError ? error.code : String(error);
  }

  /** The network is well again: a request gets through. */
  async #healed(client: Client<ChatTypes>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      this.#proxy.target = this.#setting.gatewayPort();
      try {
        await client.request.readHistory({}, { timeoutMs: 1000 });
        return;
      } catch (error) {
        if (attempt === 100) throw new Error(`${this.#name} never healed`, { cause: error });
        await pause(50);
      }
    }
  }

  async #settled(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<"late">((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS, "late");
    });
    const first = await Promise.race([Promise.allSettled(this.#promises), late]);
    clearTimeout(timer);
    if (first === "late") this.#setting.report.problem(`${this.#name}: a promise never settled`);
  }

  #check(): void {
    const { report, seen } = this.#setting;
    for (const { id, isRequest, epoch, outcome, toldIn } of this.#sent) {
      const times = seen(id);
      const isLost = outcome === "done" && times === 0;
      report.outcome(outcome);
      if (times > 1) report.problem(`${id} was sent ${times} times (${outcome})`);
      if (times > 0 && !isRequest && NOT_SENT.has(outcome))
        report.problem(`${id} ${outcome}, but sent`);
      // Done over a connection, that connection's loss must have been told, and told after.
      const isSilent = toldIn === this.#losses || (epoch !== null && epoch !== toldIn);
      if (isLost && (isRequest || isSilent)) report.problem(`${id} was lost in silence`);
      if (isLost) report.inFlight += 1;
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
