import { answers } from "../../../templates/typescript/core/answers.ts";
import type { Connecting } from "../../../templates/typescript/core/client.ts";
import { connectTo } from "../../../templates/typescript/core/client.ts";
import type { Client, RouteTypes, State } from "../../../templates/typescript/core/client-types.ts";
import { json } from "../../../templates/typescript/core/codec/json.ts";
import type { RouteTable } from "../../../templates/typescript/core/contract.ts";
import type { Check } from "../../../templates/typescript/core/fault.ts";
import { redact } from "../../../templates/typescript/core/redact.ts";
import { textId } from "../../../templates/typescript/core/ids.ts";
import { requests } from "../../../templates/typescript/core/requests.ts";
import { FakePlatform } from "./fake-platform.ts";

/** What goes over the route of these tests. */
export interface PingTypes extends RouteTypes {
  readonly sends: {
    readonly say: { readonly text: string };
    readonly ping: { readonly id?: string };
    readonly here: { readonly id?: string };
  };
  readonly receives: {
    readonly said: { readonly type: "said"; readonly text: string };
    readonly pong: { readonly type: "pong"; readonly id: string };
    readonly question: { readonly type: "question"; readonly id: string };
    readonly going: { readonly type: "going" };
  };
  readonly requests: {
    readonly ping: {
      readonly request: { readonly id?: string };
      readonly reply: { readonly type: "pong"; readonly id: string };
    };
  };
  readonly answers: {
    readonly ask: {
      readonly request: { readonly type: "question"; readonly id: string };
      readonly reply: { readonly id?: string };
    };
  };
}

const codec = json();

/** A message of a type, whose text is a string where it has one. */
const typed =
  (type: string): Check =>
  (value) => {
    const found = value as { readonly type?: unknown; readonly text?: unknown };
    if (found.type !== type) {
      return { pointer: "/type", expected: `"${type}"`, found: "another value", keyword: "const" };
    }
    return found.text === undefined || typeof found.text === "string"
      ? null
      : { pointer: "/text", expected: "a string", found: "a number", keyword: "type" };
  };

const outgoing = (type: string) => ({ codec, check: typed(type), constants: { type } });

/** The route; parts of it as the test wants them. */
export function pingRoute(changes: Partial<RouteTable> = {}): RouteTable {
  const names = ["said", "pong", "question", "going"];
  return {
    contract: 1,
    name: "room",
    path: "/rooms/{room}",
    servers: [
      {
        name: "main",
        environment: "production",
        url: "wss://api.test/rooms/{room}",
      },
    ],
    parameters: [{ key: "room", in: "path", name: "room", array: "none" }],
    checkParameters: null,
    subprotocols: [],
    closeCodes: {},
    maxBytes: { send: 100, receive: 1000 },
    sends: {
      say: { ...outgoing("say"), redact: redact(["/secret"]) },
      ping: outgoing("ping"),
      here: outgoing("here"),
    },
    receives: [
      {
        codec,
        entries: names.map((name) => ({
          name,
          check: typed(name),
          ...(name === "pong" ? { answers: [{ request: "ping", idAt: "/id" }] } : {}),
        })),
        choose: (value) => {
          const { type } = value as { readonly type?: unknown };
          const index = names.findIndex((name) => name === type);
          return index >= 0
            ? [index]
            : { pointer: "/type", expected: "a type", found: "another", keyword: "oneOf" };
        },
      },
    ],
    requests: requests({ ping: { message: "ping", idAt: "/id", id: textId, timeoutMs: 30_000 } }),
    answers: answers({
      ask: { message: "question", idAt: "/id", reply: "here", replyIdAt: "/id" },
    }),
    ...changes,
  };
}

/** A client on a platform in memory, and what was told of it. */
export interface Connected {
  readonly platform: FakePlatform;
  readonly client: Client<PingTypes>;
  readonly states: State[];
  readonly problems: unknown[];
}

/** Begins to connect. The socket stands once microtasks have run. */
export function connecting(
  options: Connecting<PingTypes> = {},
  { platform = new FakePlatform(), route = pingRoute() } = {},
): { readonly platform: FakePlatform; readonly promise: Promise<Client<PingTypes>> } {
  return { platform, promise: connectTo(platform, route, { room: "a" }, options) };
}

/** A client that is open. Wants fake timers, because opening takes a few turns. */
export async function connected(
  options: Connecting<PingTypes> = {},
  given: { readonly platform?: FakePlatform; readonly route?: RouteTable } = {},
): Promise<Connected> {
  const problems: unknown[] = [];
  const all = { onError: (error: unknown) => problems.push(error), ...options };
  const { platform, promise } = connecting(all, given);
  await turns();
  platform.last.accept();
  const client = await promise;
  const states: State[] = [];
  client.onState((state) => states.push(state));
  return { platform, client, states, problems };
}

/** A promise that may be rejected while nobody looks. */
export function held<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** Lets all promises that can settle do so; no time passes. */
export async function turns(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

/** What a promise settled to so far. */
export async function outcome(promise: Promise<unknown>): Promise<string> {
  const pending = Symbol("pending");
  await turns();
  return Promise.race([promise, Promise.resolve(pending)]).then(
    (value) => (value === pending ? "pending" : `resolved ${JSON.stringify(value) ?? ""}`.trim()),
    (error: unknown) => `rejected ${(error as { readonly code?: string }).code ?? String(error)}`,
  );
}
