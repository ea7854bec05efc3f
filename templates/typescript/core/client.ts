import type { ParameterValues } from "./address.ts";
import type { Auth, Client, ClientOptions, RouteTypes, Sending } from "./client-types.ts";
import { Connection, type State } from "./connection.ts";
import type { RouteTable } from "./contract.ts";
import { ClientError } from "./errors.ts";
import { after, host, whenAborted, type Abort } from "./host.ts";
import { read, type Incoming } from "./incoming.ts";
import { Listeners } from "./listeners.ts";
import { MessageStream } from "./message-stream.ts";
import { valueAt, withValueAt } from "./pointer.ts";
import { redacted } from "./redact.ts";
import { Requests } from "./requests.ts";
import {
  mapValues,
  requestFunctions,
  send,
  sendFunctions,
  type Sender,
  type Transport,
} from "./sending.ts";
import type { Platform } from "./socket.ts";

/** Whom and how to connect: the parameters of the route, credentials and options. */
export type Connecting<Types extends RouteTypes> = ClientOptions<Types> & { readonly auth?: Auth };

/** Opens a connection to a route. Rejects with the ClientError that says why there is none. */
export async function connectTo<Types extends RouteTypes>(
  platform: Platform,
  route: RouteTable,
  parameters: ParameterValues,
  options: Connecting<Types>,
): Promise<Client<Types>> {
  const fault = route.checkParameters?.(parameters) ?? null;
  if (fault !== null) {
    throw new ClientError("PARAMETERS_INVALID", { subject: route.name, fault });
  }
  const life = new ClientLife(platform, route, parameters, options as Connecting<RouteTypes>);
  await life.connection.open(options.signal);
  return life.client as unknown as Client<Types>;
}

/** One client: its connection, who listens, what is asked. */
class ClientLife {
  readonly connection: Connection;
  readonly client: Client<RouteTypes>;
  readonly #route: RouteTable;
  readonly #options: Connecting<RouteTypes>;
  readonly #requests = new Requests();
  readonly #listeners: Listeners;
  readonly #states: Listeners;
  readonly #streams = new Set<MessageStream<unknown>>();
  /** What came before the caller could listen; null: they can. */
  #early: (string | Uint8Array)[] | null = [];

  constructor(
    platform: Platform,
    route: RouteTable,
    values: ParameterValues,
    options: Connecting<RouteTypes>,
  ) {
    this.#route = route;
    this.#options = options;
    const onError = options.onError ?? host.console.error;
    this.#listeners = new Listeners(onError);
    this.#states = new Listeners(onError);
    this.connection = new Connection({
      attempt: {
        route,
        platform,
        values,
        target: options,
        auth: options.auth ?? {},
        timeoutMs: options.timeoutMs ?? 10_000,
        heartbeat: options.heartbeat === false ? null : (options.heartbeat ?? {}),
      },
      reconnect: options.reconnect === false ? null : (options.reconnect ?? {}),
      queue: options.queue ?? {},
      events: {
        message: (data) => {
          this.#take(data);
        },
        state: (state) => {
          this.#moved(state);
        },
        resumed: async (link) => {
          await options.resubscribe?.(this.#sending((outgoing) => link.send(outgoing)));
        },
        lost: (error) => {
          this.#requests.failAll(error);
        },
        isAwaiting: () => this.#requests.size > 0,
        problem: onError,
      },
    });
    this.client = this.#face();
  }

  #face(): Client<RouteTypes> {
    const { connection } = this;
    const names = new Set(
      this.#route.receives.flatMap(({ entries }) => entries.map(({ name }) => name)),
    );
    const listening = (make: (name: string) => unknown) =>
      Object.fromEntries([...names, "unknown", "invalid"].map((name) => [name, make(name)]));
    const life = this;
    const face = {
      ...this.#sending((outgoing, signal) => connection.send(outgoing, signal)),
      on: listening((name) => (listener: () => void) => this.#listeners.add(name, listener)),
      once: listening(
        (name) => (options?: { readonly signal?: Abort }) => this.#once(name, options?.signal),
      ),
      answer: mapValues(
        this.#route.answers,
        (name) => (handler: (question: unknown) => unknown) => this.#answer(name, handler),
      ),
      messages: { [Symbol.asyncIterator]: () => life.#stream() },
      get state() {
        return connection.state;
      },
      get bufferedAmount() {
        return connection.bufferedAmount;
      },
      onState: (listener: (state: State) => void) => this.#states.add("state", listener),
      ready: (options?: { readonly signal?: Abort }) =>
        connection.ready(this.#options.highWaterBytes ?? 262_144, options?.signal),
      renew: () => connection.renew(),
      close: (code = 1000, reason = "") => connection.close(code, reason, 5000),
      closed: connection.closed,
    };
    return face as unknown as Client<RouteTypes>;
  }

  #sending(transport: Transport): Sending<RouteTypes> {
    const sender = this.#sender();
    return {
      send: sendFunctions(sender, transport),
      request: requestFunctions(sender, transport),
    } as Sending<RouteTypes>;
  }

  #sender(): Sender {
    const { debug } = this.#options;
    return {
      route: this.#route,
      options: this.#options,
      requests: this.#requests,
      invalid: (name, payload, fault) => {
        debug?.({ kind: "invalid", name, fault });
        this.#listeners.tell("invalid", { name, payload, fault });
      },
      sent: (name, { sensitive }, payload) =>
        debug?.({ kind: "sent", name, payload: redacted(payload, sensitive) }),
    };
  }

  #moved(state: State): void {
    this.#options.debug?.({ kind: "state", state });
    this.#states.tell("state", state);
    if (state.kind === "open" && this.#early !== null) {
      // The caller of `connect` listens in the same turn in which its promise resolves.
      after(0, () => {
        const early = this.#early ?? [];
        this.#early = null;
        for (const data of early) {
          this.#take(data);
        }
      });
    }
    if (state.kind === "closed") {
      for (const stream of [...this.#streams]) {
        stream.end(state.error);
      }
    }
  }

  #take(data: string | Uint8Array): void {
    if (this.#early !== null) {
      this.#early.push(data);
      return;
    }
    const isChecked = (this.#options.validate?.incoming ?? "enforce") !== "off";
    for (const one of read(this.#route.receives, data, isChecked)) {
      this.#deliver(one);
    }
  }

  #deliver(one: Incoming): void {
    const { debug } = this.#options;
    if (one.kind === "unknown") {
      debug?.({ kind: "unknown", fault: one.fault });
      this.#listeners.tell("unknown", { payload: one.payload, fault: one.fault });
      return;
    }
    const { entry, payload, fault } = one;
    if (fault !== null) {
      debug?.({ kind: "invalid", name: entry.name, fault });
      this.#listeners.tell("invalid", { name: entry.name, payload, fault });
      if ((this.#options.validate?.incoming ?? "enforce") === "enforce") {
        return;
      }
    }
    debug?.({ kind: "received", name: entry.name, payload: redacted(payload, entry.sensitive) });
    for (const { request, idAt } of entry.answers) {
      this.#requests.answer(request, valueAt(payload, idAt), payload);
    }
    this.#listeners.tell(entry.name, payload);
    for (const stream of [...this.#streams]) {
      stream.push({ name: entry.name, payload });
    }
  }

  #once(name: string, signal?: Abort): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        leave();
        leaveState();
        stopListening();
      };
      const leave = this.#listeners.add(name, (payload: unknown) => {
        stop();
        resolve(payload);
      });
      const leaveState = this.#states.add("state", (state: State) => {
        if (state.kind === "closed") {
          stop();
          reject(new ClientError("CLOSED", { subject: name }));
        }
      });
      const stopListening = whenAborted(signal, (cause) => {
        stop();
        reject(new ClientError("ABORTED", { subject: name, cause }));
      });
    });
  }

  #answer(name: string, handler: (question: unknown) => unknown): () => void {
    const entry = this.#route.answers[name];
    if (entry === undefined) {
      throw new ClientError("OPTION_INVALID", { subject: name, hint: "no such question" });
    }
    const transport: Transport = (outgoing, signal) => this.connection.send(outgoing, signal);
    return this.#listeners.add(entry.message, (question: unknown) => {
      const reply = async (): Promise<void> => {
        const answer = await handler(question);
        const payload = withValueAt(answer, entry.replyIdAt, valueAt(question, entry.idAt));
        await send(this.#sender(), transport, { name: entry.reply, payload, options: undefined });
      };
      reply().catch(this.#options.onError ?? host.console.error);
    });
  }

  #stream(): MessageStream<unknown> {
    const stream: MessageStream<unknown> = new MessageStream(this.#options.backlog ?? 10_000, () =>
      this.#streams.delete(stream),
    );
    this.#streams.add(stream);
    if (this.connection.state.kind === "closed") {
      stream.end(null);
    }
    return stream;
  }
}
