import type { ClientOptions, RequestOptions, SendOptions } from "./client-types.ts";
import type { OutgoingEntry, RequestEntry, RouteTable } from "./contract.ts";
import { ClientError } from "./errors.ts";
import type { Fault } from "./fault.ts";
import { randomId, type Abort } from "./host.ts";
import { completed, written, type Outgoing } from "./outgoing.ts";
import { valueAt, withValueAt } from "./pointer.ts";
import type { Requests } from "./requests.ts";

/** Where messages go: a connection that keeps what cannot be sent, or one link and nothing else. */
export type Transport = (outgoing: Outgoing, signal?: Abort) => Promise<void>;

/** What sending needs of its client. */
export interface Sender {
  readonly route: RouteTable;
  readonly options: Pick<ClientOptions, "validate">;
  readonly requests: Requests;
  readonly invalid: (name: string, payload: unknown, fault: Fault) => void;
  readonly sent: (name: string, entry: OutgoingEntry, payload: unknown) => void;
}

/** The functions `send.<message>` over a transport. */
export function sendFunctions(sender: Sender, transport: Transport): Record<string, unknown> {
  const { sends } = sender.route;
  return mapValues(
    sends,
    (name) => (payload: unknown, options?: SendOptions) =>
      send(sender, transport, { name, payload, options }),
  );
}

/** The functions `request.<operation>` over a transport. */
export function requestFunctions(sender: Sender, transport: Transport): Record<string, unknown> {
  return mapValues(
    sender.route.requests,
    (name, entry) => (payload: unknown, options?: RequestOptions) =>
      request(sender, transport, { name, entry, payload, options }),
  );
}

/** An object with the same keys: own, whatever they are called. */
export function mapValues<From, To>(
  from: Readonly<Record<string, From>>,
  to: (name: string, value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(from).map(([name, value]) => [name, to(name, value)]));
}

interface Sent {
  readonly name: string;
  readonly payload: unknown;
  readonly options: SendOptions | undefined;
}

/** Sends one message: completed, checked, encoded, handed over. */
export async function send(
  sender: Sender,
  transport: Transport,
  { name, payload, options }: Sent,
): Promise<void> {
  const entry = sender.route.sends[name];
  if (entry === undefined) {
    throw new ClientError("OPTION_INVALID", { subject: name, hint: "no such message" });
  }
  const checking = sender.options.validate?.outgoing ?? "enforce";
  const message = completed(entry, payload);
  const outgoing = encoded(entry, name, message, {
    isChecked: checking !== "off",
    topic: options?.topic,
  });
  if (outgoing.fault !== null) {
    sender.invalid(name, message, outgoing.fault);
    if (checking === "enforce") {
      throw new ClientError("MESSAGE_INVALID", { subject: name, fault: outgoing.fault });
    }
  }
  const limit = sender.route.maxBytes.send;
  if (outgoing.bytes > limit) {
    throw new ClientError("MESSAGE_TOO_BIG", {
      subject: name,
      hint: `${outgoing.bytes} bytes, ${limit} are allowed`,
    });
  }
  await transport(outgoing, options?.signal);
  sender.sent(name, entry, message);
}

function encoded(
  entry: OutgoingEntry,
  name: string,
  message: unknown,
  writing: Parameters<typeof written>[2],
): Outgoing {
  try {
    return written(entry, message, writing);
  } catch (cause) {
    const hint = cause instanceof Error ? cause.message : String(cause);
    throw new ClientError("MESSAGE_INVALID", { subject: name, hint, cause });
  }
}

interface Asked extends Sent {
  readonly entry: RequestEntry;
  readonly options: RequestOptions | undefined;
}

/** Sends a question under an id of its own and waits for the reply with that id. */
async function request(
  sender: Sender,
  transport: Transport,
  { name, entry, payload, options }: Asked,
): Promise<unknown> {
  const given = valueAt(payload, entry.idAt);
  const id = given ?? newId(entry);
  if (id === undefined || sender.requests.has(name, id)) {
    const hint =
      id === undefined ? "the request needs an id" : "another request with this id still waits";
    throw new ClientError("OPTION_INVALID", { subject: `${name} ${entry.idAt}`, hint });
  }
  const question = given === undefined ? withValueAt(payload, entry.idAt, id) : payload;
  const { timeoutMs = entry.timeoutMs, signal } = options ?? {};
  const reply = sender.requests.expect(name, id, { timeoutMs, signal });
  send(sender, transport, { name: entry.message, payload: question, options }).catch(
    (error: unknown) => {
      const cause =
        error instanceof ClientError ? error : new ClientError("CONNECTION_LOST", { cause: error });
      sender.requests.fail(name, id, cause);
    },
  );
  return reply;
}

let lastNumber = 0;

function newId({ id }: RequestEntry): unknown {
  switch (id) {
    case "number":
      lastNumber += 1;
      return lastNumber;
    case "uuid":
      return randomId();
    case "text":
      return randomId().slice(0, 8) + String((lastNumber += 1));
    default:
      return undefined;
  }
}
