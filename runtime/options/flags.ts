import { parseArgs } from "node:util";
import { GATEWAY_LIMITS } from "../limits.ts";
import { LOG_LEVELS, type LogLevel } from "../observe/log.ts";
import { StartError } from "../start-error.ts";

/** What an operator may say to a gateway, by flag or by environment. */
export interface GatewayFlags {
  readonly host: string;
  readonly port: number;
  readonly workers: number;
  readonly adminHost: string;
  readonly adminPort: number;
  /** URL by environment. */
  readonly backends: Readonly<Record<string, string>>;
  /** Server variables by name. */
  readonly variables: Readonly<Record<string, string>>;
  /** Connections of one address that may wait for their request. */
  readonly halfOpen: number;
  readonly observe: boolean;
  readonly logLevel: LogLevel;
  readonly help: boolean;
  readonly version: boolean;
}

/** One flag: what it is called, takes and says. */
export interface FlagSpec {
  readonly flag: string;
  readonly value: string | null;
  readonly environment: string;
  readonly says: string;
}

const HALF_OPEN = GATEWAY_LIMITS.halfOpenPerAddress;

/** The flags of a gateway, for the help text and the reference. */
export const FLAG_SPECS: readonly FlagSpec[] = [
  spec("host", "<address>", "address to listen on; default :: (all)"),
  spec("port", "<number>", "port to listen on; default 8080, 0 takes a free one"),
  spec("workers", "<number>", "processes; default one a processor, 1 runs in this process"),
  spec("admin-port", "<number>", "port of /healthz, /readyz and /metrics; default 9090"),
  spec("admin-host", "<address>", "address of the admin listener; default 127.0.0.1"),
  {
    flag: "backend",
    value: "<environment>=<url>",
    environment: "FRAMEGATE_BACKEND_PRODUCTION, FRAMEGATE_BACKEND_SANDBOX",
    says: "backend of an environment, instead of the document's servers; may be repeated",
  },
  {
    flag: "var",
    value: "<name>=<value>",
    environment: "FRAMEGATE_VAR_<NAME>",
    says: "value of a server variable; may be repeated",
  },
  spec(
    "half-open",
    "<number>",
    `connections of one address that may wait for their request, a process; default ${HALF_OPEN}`,
  ),
  spec("observe", null, "forward and count what would be refused on open connections"),
  spec("log-level", "<level>", `one of ${LOG_LEVELS.join(", ")}; default info`),
];

function spec(flag: string, value: string | null, says: string): FlagSpec {
  const environment = `FRAMEGATE_${flag.toUpperCase().replaceAll("-", "_")}`;
  return { flag, value, environment, says };
}

const ENVIRONMENTS = ["production", "sandbox"] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads flags, then the environment, then defaults. Throws StartError for what it does not
 * understand.
 */
export function readFlags(
  argv: readonly string[],
  env: Environment,
  processors: number,
): GatewayFlags {
  const given = parse(argv);
  const text = (flag: string): string | null => {
    const value = given[flag];
    return typeof value === "string" ? value : environmentValue(env, flag);
  };
  return {
    host: text("host") ?? "::",
    port: readNumber("--port", text("port"), 8080, [0, 65535]),
    workers: readNumber("--workers", text("workers"), processors, [1, 512]),
    adminHost: text("admin-host") ?? "127.0.0.1",
    adminPort: readNumber("--admin-port", text("admin-port"), 9090, [0, 65535]),
    backends: { ...backendsOf(env), ...readPairs("--backend", given["backend"], ENVIRONMENTS) },
    variables: readPairs("--var", given["var"], null),
    halfOpen: readNumber("--half-open", text("half-open"), HALF_OPEN, [1, 100_000]),
    observe: given["observe"] === true || readSwitch("--observe", environmentValue(env, "observe")),
    logLevel: readLevel(text("log-level")),
    help: given["help"] === true,
    version: given["version"] === true,
  };
}

type Given = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

function parse(argv: readonly string[]): Given {
  try {
    return parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: false,
      options: {
        host: { type: "string" },
        port: { type: "string" },
        workers: { type: "string" },
        "admin-host": { type: "string" },
        "admin-port": { type: "string" },
        backend: { type: "string", multiple: true },
        var: { type: "string", multiple: true },
        "half-open": { type: "string" },
        observe: { type: "boolean" },
        "log-level": { type: "string" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    }).values;
  } catch (cause) {
    const reason = cause instanceof Error ? firstSentence(cause.message) : String(cause);
    throw new StartError("OPTION_UNKNOWN", { reason }, { cause });
  }
}

/** In our quotes. Node's own advice after the first sentence speaks of its API, not of ours. */
function firstSentence(message: string): string {
  const first = message.split(/\.(?:\s|$)/, 1)[0] ?? message;
  const sentence = first.charAt(0).toLowerCase() + first.slice(1).replaceAll("\n", " ");
  return sentence.replaceAll(/'([^']*)'/g, '"$1"');
}

function environmentValue(env: Environment, flag: string): string | null {
  const value = env[`FRAMEGATE_${flag.toUpperCase().replaceAll("-", "_")}`];
  return value === undefined || value === "" ? null : value;
}

/** A whole number within both bounds; also used by `framegate serve`. */
export function readNumber(
  option: string,
  text: string | null,
  otherwise: number,
  [least, most]: readonly [number, number],
): number {
  if (text === null) {
    return otherwise;
  }
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) {
    const expected = `a whole number from ${least} to ${most}`;
    throw new StartError("OPTION_INVALID", { option, found: text, expected });
  }
  return value;
}

function readSwitch(option: string, text: string | null): boolean {
  const value = text ?? "false";
  if (!["true", "1", "false", "0"].includes(value)) {
    throw new StartError("OPTION_INVALID", { option, found: value, expected: "true or false" });
  }
  return value === "true" || value === "1";
}

function readLevel(text: string | null): LogLevel {
  const level = LOG_LEVELS.find((known) => known === (text ?? "info"));
  if (level === undefined) {
    const expected = `one of ${LOG_LEVELS.join(", ")}`;
    throw new StartError("OPTION_INVALID", { option: "--log-level", found: text ?? "", expected });
  }
  return level;
}

/** `name=value` pairs; `names` limits what may stand before the `=`. */
export function readPairs(
  option: string,
  given: Given[string],
  names: readonly string[] | null,
): Readonly<Record<string, string>> {
  const pairs = Array.isArray(given) ? given.map(String) : [];
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf("=");
      const name = pair.slice(0, Math.max(equals, 0));
      if (name === "" || (names !== null && !names.includes(name))) {
        const expected = `<${names === null ? "name" : names.join("|")}>=<value>`;
        throw new StartError("OPTION_INVALID", { option, found: pair, expected });
      }
      return [name, pair.slice(equals + 1)];
    }),
  );
}

function backendsOf(env: Environment): Readonly<Record<string, string>> {
  const given = ENVIRONMENTS.flatMap((name) => {
    const url = environmentValue(env, `backend-${name}`);
    return url === null ? [] : [[name, url] as const];
  });
  return Object.fromEntries(given);
}
