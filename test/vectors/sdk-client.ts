import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { RouteTable } from "../../templates/typescript/core/contract.ts";
import type {
  Client,
  ClientOptions,
  RequestOptions,
  RouteTypes,
  SendOptions,
} from "../../templates/typescript/core/client-types.ts";
import type { ClientError } from "../../templates/typescript/core/errors.ts";
import type { State } from "../../templates/typescript/core/state.ts";
import { createMailbox, type Mailbox } from "../helpers/mailbox.ts";
import type { AuthValue, Connect, Delivery } from "./vector.ts";
import { importFrom } from "./generated-sdk.ts";

type Listen = (listener: (payload: unknown) => void) => () => void;

/** A client of which nothing is known but its names. */
export interface AnyClient extends Pick<Client<RouteTypes>, "onState" | "close"> {
  readonly send: Readonly<
    Record<string, (payload: unknown, options: SendOptions) => Promise<unknown>>
  >;
  readonly request: Readonly<
    Record<string, (payload: unknown, options: RequestOptions) => Promise<unknown>>
  >;
  readonly answer?: Readonly<
    Record<string, (handler: (question: unknown) => unknown) => () => void>
  >;
  readonly on: Readonly<Record<string, Listen>> &
    Pick<Client<RouteTypes>["on"], "unknown" | "invalid">;
}

type ConnectFunction = (
  parameters: Readonly<Record<string, unknown>>,
  options: ClientOptions & { readonly auth?: Readonly<Record<string, unknown>> },
) => Promise<AnyClient>;

/** What an SDK of TypeScript exports for one route. */
export interface SdkRoute {
  readonly connect: ConnectFunction;
  readonly table: RouteTable;
}

/** The generated function that connects to a channel's address, with checks or without, and its table. */
export async function sdkRoute(sdk: string, route: string, isChecked = true): Promise<SdkRoute> {
  const index = await importFrom(sdk, isChecked ? "lib/index.js" : "lib/unchecked.js");
  const pascal = route.charAt(0).toUpperCase() + route.slice(1);
  const connect = index["connect"] ?? index[`connect${pascal}`];
  for (const file of readdirSync(join(sdk, "lib")).filter((one) => /^route-.*\.js$/u.test(one))) {
    const [makeTable] = Object.values(await importFrom(sdk, `lib/${file}`));
    const table: RouteTable | null = typeof makeTable === "function" ? makeTable() : null;
    if (table?.name === route && typeof connect === "function") {
      return { connect: connect as ConnectFunction, table };
    }
  }
  throw new Error(`the SDK has no route "${route}"`);
}

/** The parameters of a vector under the names that the SDK has for them. */
export function valuesOf(
  { parameters }: RouteTable,
  given: Connect["parameters"] = {},
): Readonly<Record<string, unknown>> {
  const known = Object.entries(given).flatMap(([place, values]) =>
    Object.entries(values ?? {}).map(([name, value]) => {
      const entry = parameters.find((one) => one.in === place && one.name === name);
      return [entry?.key ?? name, value] as const;
    }),
  );
  return Object.fromEntries(known);
}

/** Credentials of a vector; those to be given one after the other as a function. */
export function authOf(given: Connect["auth"] = {}): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, credentialOf(value)]),
  );
}

function credentialOf(value: AuthValue): unknown {
  if (typeof value === "string" || !("each" in value)) return value;
  const left = [...value.each];
  return () => (left.length > 1 ? left.shift() : left[0]);
}

/** All that a client tells, in order. */
export interface Ears {
  readonly deliveries: Mailbox<Delivery>;
  readonly states: Mailbox<State>;
}

/** Listens to all that a client can tell. */
export function listenTo(client: AnyClient, { receives }: RouteTable): Ears {
  const deliveries = createMailbox<Delivery>("a message at the client's listeners");
  const states = createMailbox<State>("a change of the client's state");
  const names = receives.flatMap(({ entries }) => entries.map(({ name }) => name));
  for (const message of new Set(names)) {
    client.on[message]?.((payload: unknown) => deliveries.put({ message, payload }));
  }
  client.on.unknown(({ fault }) => deliveries.put({ unknown: fault.pointer }));
  client.on.invalid(({ name, fault }) => deliveries.put({ invalid: name, pointer: fault.pointer }));
  client.onState((state) => states.put(state));
  return { deliveries, states };
}

/** The error with which a promise is rejected. */
export async function errorOf(promise: Promise<unknown>): Promise<ClientError> {
  const caught: unknown = await promise.then(
    () => new Error("nothing was wrong"),
    (error: unknown) => error,
  );
  expect(caught).toMatchObject({ name: "ClientError" });
  return caught as ClientError;
}
