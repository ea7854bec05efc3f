import type { GatewayFlags } from "../../runtime/options/flags.ts";
import type { Arguments, OptionSpec } from "./verb.ts";

/** Options that `serve` shares with a built gateway; the runtime reads both. */
export const GATEWAY_OPTIONS = {
  host: { type: "string", says: "address to listen on", defaultSays: ":: (all)" },
  port: { type: "string", says: "port to listen on; 0 takes a free one", defaultSays: "8080" },
  workers: { type: "string", says: "processes that share the port", defaultSays: "1" },
  "admin-host": {
    type: "string",
    says: "address of the admin listener",
    defaultSays: "127.0.0.1",
  },
  "admin-port": {
    type: "string",
    says: "port of /healthz, /readyz and /metrics",
    defaultSays: "9090",
  },
  backend: {
    type: "string",
    many: true,
    says: "<environment>=<url>: backend of an environment, instead of the document's servers",
  },
  var: { type: "string", many: true, says: "<name>=<value> of a server variable" },
  "half-open": {
    type: "string",
    says: "connections of one address that may wait for their request",
    defaultSays: "2000",
  },
  observe: { type: "boolean", says: "forward and count what would be refused" },
  "log-level": { type: "string", says: "debug, info, warn, error or silent", defaultSays: "info" },
} as const satisfies Record<string, OptionSpec>;

/** The gateway's options of a command line, then of the environment, then their defaults. */
export async function gatewayFlags(args: Arguments): Promise<GatewayFlags> {
  const { readFlags } = await import("../../runtime/options/flags.ts");
  const argv = Object.entries(GATEWAY_OPTIONS).flatMap(([name, spec]) => given(args, name, spec));
  return readFlags(argv, process.env, 1);
}

function given(args: Arguments, name: string, spec: OptionSpec): readonly string[] {
  if (spec.type === "boolean") {
    return args.flag(name) ? [`--${name}`] : [];
  }
  return args.texts(name).map((value) => `--${name}=${value}`);
}
