import type { ParameterValues } from "./address.ts";
import type { Auth } from "./auth.ts";
import type {
  Client,
  ClientOptions,
  DebugEvent,
  RouteTypes,
  Sending,
  Unsubscribe,
} from "./client-types.ts";
import { Connection } from "./connection.ts";
import type { ConnectionPlan } from "./connection-plan.ts";
import type { Asking, RouteTable, Sender } from "./contract.ts";
import { Early } from "./early.ts";
import { ClientError } from "./errors.ts";
import { after, host, type Abort } from "./host.ts";
import { read, type Incoming } from "./incoming.ts";
import type { Link } from "./link.ts";
import { Listeners } from "./listeners.ts";
import { MessageStream } from "./message-stream.ts";
import { once } from "./once.ts";
import { send, sendFunctions } from "./sending.ts";
import type { Platform } from "./socket.ts";
import type { State } from "./state.ts";
import type { Transport } from "./transport.ts";

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
  const { signal } = options;
  if (signal?.aborted === true) {
    throw new ClientError("ABORTED", { cause: signal.reason });
  }
  const life = new ClientLife(platform, route, parameters, options as Connecting<RouteTypes>);
  await life.connection.open(signal);
  return life.client as unknown as Client<Types>;
}

/** One client: its connection, who listens, what is asked. */
class ClientLife {
  readonly connection: Connection;
  readonly client: Client<RouteTypes>;
  readonly #route: RouteTable;
  readonly #options: Connecting<RouteTypes>;
  readonly #asking: Asking | undefined;
  readonly #sender: Sender;
  readonly #listeners: Listeners;
  readonly #states: Listeners;
  readonly #streams = new Set<MessageStream<object>>();
  readonly #early: Early;
  readonly #backlog: number;

  constructor(
    platform: Platform,
    route: RouteTable,
    values: ParameterValues,
    options: Connecting<RouteTypes>,
  ) {
    this.#route = route;
    this.#options = options;
    this.#listeners = new Listeners(this.#problem);
    this.#states = new Listeners(this.#problem);
    this.#backlog = options.backlog ?? 10_000;
    this.#early = new Early(this.#backlog, {
      give: (data) => {
        this.#take(data);
      },
      drop: () => {
        this.#debug({ kind: "unheard" });
      },
    });
    this.#sender = {
      route,
      checking: options.validate?.outgoing ?? "enforce",
      invalid: (name, payload, fault) => {
        this.#debug({ kind: "invalid", name, fault });
        this.#listeners.tell("invalid", { name, payload, fault });
      },
      sent: (name, { redact }, payload) => {
        this.#debug({ kind: "sent", name, payload: redact?.(payload) ?? payload });
      },
    };
    this.#asking = route.requests?.(this.#sender);
    this.connection = new Connection(this.#plan(platform, values));
    this.client = this.#face();
  }

  #plan(platform: Platform, values: ParameterValues): ConnectionPlan {
    const options = this.#options;
    const route = this.#route;
    const { auth = {}, timeoutMs = 10_000, heartbeat = {}, reconnect = {}, queue = {} } = options;
    const { probe } = heartbeat === false ? {} : heartbeat;
    return {
      attempt: {
        route,
        platform,
        values,
        target: options,
        auth,
        timeoutMs,
        heartbeat: heartbeat === false ? null : heartbeat,
      },
      reconnect: reconnect === false ? null : reconnect,
      queue,
      events: {
        message: (data) => {
          this.#early.take(data);
        },
        state: (state) => {
          this.#moved(state);
        },
        resumed: async (link) => options.resubscribe?.(this.#over(link)),
        lost: (link, error) => this.#asking?.fail(link, error),
        isAwaiting: (link) => this.#asking?.isAwaiting(link) === true,
        probe: (link) => {
          probe?.(this.#over(link)).catch((error: unknown) => {
            // What the connection does not get through is told by its end.
            if (link.error === null) this.#problem(error);
          });
          return probe !== undefined;
        },
        problem: this.#problem,
      },
    };
  }

  /** Tells of what no call can be told. Never throws. */
  readonly #problem = (error: unknown): void => {
    try {
      (this.#options.onError ?? host.console.error)(error);
    } catch (other) {
      host.console.error(other);
    }
  };

  readonly #debug = (event: DebugEvent): void => {
    try {
      this.#options.debug?.(event);
    } catch (error) {
      this.#problem(error);
    }
  };

  #face(): Client<RouteTypes> {
    const { connection } = this;
    const { receives, answers } = this.#route;
    const names = receives.flatMap(({ entries }) => entries.map(({ name }) => name));
    const forEach = (make: (name: string) => unknown): Record<string, unknown> =>
      Object.fromEntries([...names, "unknown", "invalid"].map((name) => [name, make(name)]));
    const listen = (name: string, listener: (value: unknown) => void): Unsubscribe => {
      this.#early.hear();
      return this.#listeners.add(name, listener);
    };
    const hearing = {
      messages: this.#listeners,
      states: this.#states,
      state: () => connection.state,
    };
    const transport: Transport = (outgoing, handing) => connection.send(outgoing, handing);
    const face = {
      ...this.#sending(transport),
      on: forEach((name) => (listener: (value: unknown) => void) => listen(name, listener)),
      once: forEach((name) => (options?: Waiting) => {
        this.#early.hear();
        return once(hearing, name, options?.signal);
      }),
      answer: answers?.({
        listen,
        send: (name, payload) => send(this.#sender, transport, { name, payload }),
        problem: this.#problem,
      }),
      messages: { [Symbol.asyncIterator]: () => this.#stream() },
      get state() {
        return connection.state;
      },
      get bufferedAmount() {
        return connection.bufferedAmount;
      },
      onState: (listener: (state: State) => void) => this.#states.add("", listener),
      ready: (options?: Waiting) =>
        connection.ready(this.#options.highWaterBytes ?? 262_144, options?.signal),
      renew: () => connection.renew(),
      close: (code = 1000, reason = "") => connection.close(code, reason),
      closed: connection.closed,
    };
    return face as unknown as Client<RouteTypes>;
  }

  /** What a client can say, over its connection or over one link alone. */
  #sending(transport: Transport): Sending<RouteTypes> {
    const heard: Transport = (outgoing, handing) => {
      // A question is a way to listen.
      if (handing.handed !== undefined) this.#early.hear();
      return transport(outgoing, handing);
    };
    return {
      send: sendFunctions(this.#sender, transport),
      request: this.#asking?.functions(heard),
    } as unknown as Sending<RouteTypes>;
  }

  #over(link: Link): Sending<RouteTypes> {
    return this.#sending((outgoing, { handed }) => {
      handed?.(link);
      return link.send(outgoing);
    });
  }

  #moved(state: State): void {
    this.#debug({ kind: "state", state });
    this.#states.tell("", state);
    if (state.kind === "open" && this.#options.renewOn !== undefined) {
      // It listens itself, after the caller of `connect` had a turn to.
      after(0, () => {
        this.#early.hear();
      });
    }
    if (state.kind === "closed") {
      this.#early.hear();
      for (const stream of this.#streams) {
        stream.end(state.error);
      }
    }
  }

  #take(data: string | Uint8Array): void {
    const isChecked = this.#options.validate?.incoming !== "off";
    for (const one of read(this.#route, data, isChecked)) {
      this.#deliver(one);
    }
  }

  #deliver({ entry, payload, fault }: Incoming): void {
    if (entry === null) {
      this.#debug({ kind: "unknown", fault });
      this.#listeners.tell("unknown", { payload, fault });
      return;
    }
    const { name, answers = [], redact } = entry;
    const { validate, renewOn } = this.#options;
    if (fault !== null) {
      this.#debug({ kind: "invalid", name, fault });
      this.#listeners.tell("invalid", { name, payload, fault });
      if (validate?.incoming !== "report") {
        return;
      }
    }
    this.#debug({ kind: "received", name, payload: redact?.(payload) ?? payload });
    this.#asking?.answer(answers, payload);
    this.#listeners.tell(name, payload);
    for (const stream of this.#streams) {
      stream.push({ name, payload });
    }
    if ((renewOn as readonly string[] | undefined)?.includes(name) === true) {
      this.connection.renew().catch(this.#problem);
    }
  }

  #stream(): MessageStream<object> {
    this.#early.hear();
    const stream: MessageStream<object> = new MessageStream(this.#backlog, () =>
      this.#streams.delete(stream),
    );
    const { state } = this.connection;
    if (state.kind === "closed") {
      stream.end(state.error);
    } else {
      this.#streams.add(stream);
    }
    return stream;
  }
}

/** How long the caller waits. */
interface Waiting {
  readonly signal?: Abort;
}
