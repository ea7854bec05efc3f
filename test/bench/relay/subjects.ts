import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { C_CHECKING, NGINX, OURS, WS, WS_AJV } from "./names.ts";
import type { Kit } from "./kit.ts";
import { haproxyOf, nginxOf } from "./proxies.ts";

/** What a subject is started with. */
export interface Stage {
  readonly folder: string;
  readonly kit: Kit;
  readonly backendPort: number;
}

/** A relay to measure; `missing` says in one sentence what this machine lacks for it, or is null. */
export interface Subject {
  readonly name: string;
  readonly missing: () => string | null;
  readonly command: (stage: Stage, port: number) => Start;
}

interface Start {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const ROOT = resolve(import.meta.dirname, "../../..");
const PEERS = resolve(import.meta.dirname, "peers");
const DOCUMENT = resolve(import.meta.dirname, "market.yaml");

/** Where the gateway serves the document's channel; the other subjects take any path. */
export const PATH = "/market";

/** The gateway that `generate gateway` writes of market.yaml, started as in production with one process. */
export const GATEWAY: Subject = {
  name: OURS,
  missing: () =>
    existsSync(join(ROOT, "dist/generator/cli")) ? null : "dist/ is not built: npm run prepare",
  command: ({ folder, backendPort }, port) => ({
    program: process.execPath,
    args: gatewayArgs(buildGateway(folder), port, backendPort),
  }),
};

/** The same gateway run by `serve`, whose functions keep their names, under V8's sampling profiler. */
export const SERVED: Subject = {
  ...GATEWAY,
  command: ({ folder, backendPort }, port) => ({
    program: process.execPath,
    args: [
      ...["--cpu-prof", "--cpu-prof-dir", folder, join(ROOT, "bin/framegate.js"), "serve"],
      ...gatewayArgs(DOCUMENT, port, backendPort),
    ],
  }),
};

function buildGateway(folder: string): string {
  const out = join(folder, "gateway");
  const args = [join(ROOT, "bin/framegate.js"), "generate", "gateway", DOCUMENT, "-o", out];
  const { status, stderr } = spawnSync(process.execPath, args);
  if (status !== 0) throw new Error(`the gateway was not built: ${String(stderr)}`);
  return join(out, "gateway.mjs");
}

function gatewayArgs(file: string, port: number, backendPort: number): string[] {
  return [
    ...[file, "--workers", "1", "--host", "127.0.0.1", "--port", String(port)],
    ...["--admin-port", "0", "--backend", `production=ws://127.0.0.1:${backendPort}`],
  ];
}

/** All subjects, ours first. */
export const SUBJECTS: readonly Subject[] = [
  GATEWAY,
  peer(WS_AJV, "ws-relay.mjs", { schema: true }),
  peer(WS, "ws-relay.mjs", {}),
  peer("ws + bufferutil", "ws-relay.mjs", { bufferutil: true }),
  peer("http-proxy-3", "http-proxy.mjs", {}),
  proxy(NGINX, "nginx", (stage, port) => {
    const file = join(stage.folder, "nginx.conf");
    writeFileSync(file, nginxOf(stage, port));
    return { program: "nginx", args: ["-p", stage.folder, "-e", "stderr", "-c", file] };
  }),
  proxy("HAProxy", "haproxy", (stage, port) => {
    const file = join(stage.folder, "haproxy.cfg");
    writeFileSync(file, haproxyOf(stage, port));
    return { program: "haproxy", args: ["-db", "-f", file] };
  }),
  relayInC(C_CHECKING, "checking-relay"),
  relayInC("C blind relay", "blind-relay"),
];

function peer(
  name: string,
  file: string,
  {
    schema = false,
    bufferutil = false,
  }: { readonly schema?: boolean; readonly bufferutil?: boolean },
): Subject {
  return {
    name,
    missing: () =>
      existsSync(join(PEERS, "node_modules"))
        ? null
        : "its packages are not installed: npm ci --ignore-scripts --prefix test/bench/relay/peers",
    command: ({ folder, backendPort }, port) => ({
      program: process.execPath,
      args: [
        ...[join(PEERS, file), String(port), String(backendPort)],
        ...(schema ? [writeSchema(folder)] : []),
      ],
      ...(bufferutil ? {} : { env: { WS_NO_BUFFER_UTIL: "1" } }),
    }),
  };
}

function relayInC(name: string, program: "blind-relay" | "checking-relay"): Subject {
  return {
    name,
    missing: () => null,
    command: ({ kit, backendPort }, port) => ({
      program: kit[program],
      args: [String(port), String(backendPort)],
    }),
  };
}

function proxy(name: string, program: string, command: Subject["command"]): Subject {
  return {
    name,
    missing: () =>
      spawnSync("which", [program]).status === 0
        ? null
        : `it is not installed: sh test/bench/relay/install-proxies.sh, as root, on Debian`,
    command,
  };
}

function writeSchema(folder: string): string {
  const file = join(folder, "event.schema.json");
  writeFileSync(file, JSON.stringify(documentSchema()));
  return file;
}

/** What is read here of the document's schema for an event. */
interface EventSchema {
  readonly properties: {
    readonly fills: { readonly items: { readonly properties: Readonly<Record<string, object>> } };
  };
}

/** The document's schema by itself, its one reference put in place. */
export function documentSchema(): EventSchema {
  const { event, fill } = parse(readFileSync(DOCUMENT, "utf8")).components.schemas;
  event.properties.fills.items = fill;
  return event;
}
