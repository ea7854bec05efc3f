import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { once } from "node:events";
import { requiredParameters } from "./handshake.ts";
import { watch, type End } from "./pair.ts";
import type { RawApi, RawRoute } from "./raw-api.ts";
import { isRecord, member, members } from "./raw-document.ts";
import { createSignal } from "./signal.ts";
import type { Subject } from "./subject.ts";

/** What a generated client shows of itself, as far as the corpus run uses it. */
export interface SdkClient {
  readonly send: Readonly<Record<string, (payload: unknown) => Promise<void>>>;
  readonly on: Readonly<Record<string, (listener: (told: unknown) => void) => () => void>>;
  readonly state: { readonly kind: string };
  close(): Promise<unknown>;
}

type Connect = (parameters: object, options: object) => Promise<SdkClient>;

/** One function of a package that opens a connection, and what it asks for. */
export interface SdkRoute {
  /** Name of the function. */
  readonly connectName: string;
  readonly connect: Connect;
  readonly path: string;
  readonly parameters: readonly {
    readonly key: string;
    readonly in: string;
    readonly name: string;
  }[];
}

/** Loads a generated package: each function that connects, by what its own documentation says that it connects to. */
export async function loadSdk(directory: string): Promise<readonly SdkRoute[]> {
  const lib = join(directory, "lib");
  const load = async (file: string): Promise<Readonly<Record<string, unknown>>> =>
    import(pathToFileURL(join(lib, file)).href);
  const [index, declarations, files] = await Promise.all([
    load("index.js"),
    readFile(join(lib, "index.d.ts"), "utf8"),
    readdir(lib),
  ]);
  const tables = await Promise.all(
    files.filter((file) => /^route-.*\.js$/.test(file)).map((file) => load(file)),
  );
  const routes = tables.flatMap((module) =>
    Object.values(module).flatMap((make) => (typeof make === "function" ? [make({})] : [])),
  );
  const said = declarations.matchAll(
    /Opens a connection to (\S+)\.\n(?:(?!\*\/)[\s\S])*?\*\/\nexport function (\w+)\(/g,
  );
  return [...said].flatMap(([, path = "", connectName = ""]) => {
    const table = routes.find((route: SdkRoute) => route.path === path);
    const connect = index[connectName];
    return typeof connect === "function" && table !== undefined
      ? [{ connectName, connect: connect as Connect, path, parameters: table.parameters }]
      : [];
  });
}

/** What the listeners of a client were told of one message. */
export interface Told {
  /** Of the listener: a message, `unknown` or `invalid`. */
  readonly name: string;
  readonly payload: unknown;
  /** Of what was not accepted: the pointer of its fault. */
  readonly pointer: string | null;
}

/** A client of the package through the gateway, and the backend's end of its connection. */
export interface SdkPair {
  readonly client: SdkClient;
  readonly backend: End;
  readonly told: Told[];
  /** Resolves when a listener was told, at the latest after 100 ms. */
  readonly changes: () => Promise<void>;
  close(): Promise<void>;
}

/** Connects as somebody would who has the document before them. */
export async function openSdkPair(
  subject: Subject,
  { api, route, sdk }: { readonly api: RawApi; readonly route: RawRoute; readonly sdk: SdkRoute },
): Promise<SdkPair> {
  const accepted = once(subject.backend, "connection");
  const query = new URLSearchParams(
    [...new URLSearchParams(route.query)].filter(
      ([name]) => !sdk.parameters.some((one) => one.in === "query" && one.name === name),
    ),
  );
  const client = await sdk.connect(parametersOf(route, sdk), {
    url:
      subject.url + (query.size === 0 ? "" : `?${query.toString().replaceAll(/%7B.*?%7D/g, "x1")}`),
    auth: credentialsOf(api),
    reconnect: false,
    heartbeat: false,
    timeoutMs: 5000,
  });
  const [socket] = await accepted;
  const backend = watch(socket);
  const { wake, changes } = createSignal();
  const told: Told[] = [];
  for (const [name, listen] of Object.entries(client.on)) {
    listen((what) => {
      told.push(toldOf(name, what));
      wake();
    });
  }
  return {
    client,
    backend,
    told,
    changes,
    async close() {
      await client.close();
      backend.socket.terminate();
    },
  };
}

function toldOf(name: string, what: unknown): Told {
  if ((name === "unknown" || name === "invalid") && isRecord(what) && isRecord(what.fault)) {
    return { name, payload: what.payload, pointer: String(what.fault.pointer) };
  }
  return { name, payload: what, pointer: null };
}

function parametersOf(route: RawRoute, sdk: SdkRoute): Readonly<Record<string, unknown>> {
  const required = requiredParameters(route);
  const inAddress = [...new URLSearchParams(route.query)].map(
    ([name, value]) => ({ in: "query", name, value: value.replaceAll(/\{.*?\}/g, "x1") }) as const,
  );
  return Object.fromEntries(
    [...inAddress, ...required].flatMap(({ in: place, name, value }) => {
      const found = sdk.parameters.find(
        (one) => one.in === place && one.name.toLowerCase() === name.toLowerCase(),
      );
      return found === undefined ? [] : [[found.key, value]];
    }),
  );
}

/** A credential for whatever scheme is asked for. */
function credentialsOf(api: RawApi): object {
  const components = member(api.document.entry, "components");
  const schemes = members(
    components === undefined ? undefined : member(components, "securitySchemes"),
  );
  const basic = new Set(
    schemes
      .filter(([, scheme]) => member(scheme, "scheme")?.value === "basic")
      .map(([name]) => plainName(name)),
  );
  const get = (_: object, key: string | symbol): unknown =>
    basic.has(plainName(String(key))) ? { username: "corpus", password: "corpus" } : "corpus-key";
  return new Proxy({}, { get });
}

/** A name without its case and marks. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}
