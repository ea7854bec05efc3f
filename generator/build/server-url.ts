/** A server's URL taken apart: what `ws` and `wss` need of it. */
export interface ServerUrl {
  /** `ws://` or `wss://`, host, port and path, without trailing slash; variables in braces. */
  readonly url: string;
  /** The path alone, without trailing slash; `""` for none. */
  readonly path: string;
  /** What followed `?`, without it; `""` for none. */
  readonly query: string;
  /** The variable whose values began with a scheme, or that was the scheme; null in proper documents. */
  readonly schemeVariable: string | null;
  /** The URL said one of ws/wss and `protocol` the other; the URL is believed. */
  readonly schemesDiffer: boolean;
}

/** Defaults of the server's variables by name; null where one has none. */
export type VariableDefaults = ReadonlyMap<string, string | null>;

const SECURE: Readonly<Record<string, boolean>> = {
  ws: false,
  wss: true,
  http: false,
  https: true,
  websocket: false,
  websockets: false,
};

/** Whether a protocol, lower-cased, is one that a WebSocket handshake can go over. */
export function isWebSocketProtocol(protocol: string): boolean {
  return Object.hasOwn(SECURE, protocol);
}

/**
 * Reads a server's URL with or without a scheme, with variables in any place (`{scheme}://h`, `{host}:{port}/x`
 * where `host` may itself be `ws://localhost`); null when no host is left.
 */
export function readServerUrl(
  raw: string,
  protocol: string,
  defaults: VariableDefaults,
): ServerUrl | null {
  const scheme = schemeOf(raw.trim(), defaults);
  const [beforeQuery = "", query = ""] = splitOnce(splitOnce(scheme.rest, "#")[0] ?? "", "?");
  const slash = indexOfPath(beforeQuery);
  const host = beforeQuery.slice(0, slash);
  const path = beforeQuery.slice(slash).replace(/\/+$/, "");
  const written = scheme.scheme === null ? null : (SECURE[scheme.scheme] ?? null);
  const secure = written ?? SECURE[protocol] ?? false;
  if (!isHost(host)) {
    return null;
  }
  return {
    url: `${secure ? "wss" : "ws"}://${host}${path}`,
    path,
    query,
    schemeVariable: scheme.variable,
    schemesDiffer: written !== null && isStated(protocol) && written !== SECURE[protocol],
  };
}

/** `websocket` says nothing about TLS. */
function isStated(protocol: string): boolean {
  return isWebSocketProtocol(protocol) && !protocol.startsWith("websocket");
}

interface Scheme {
  readonly scheme: string | null;
  readonly variable: string | null;
  readonly rest: string;
}

function schemeOf(raw: string, defaults: VariableDefaults): Scheme {
  const written = /^([a-z][a-z0-9+.-]*):\/\//i.exec(raw);
  if (written !== null) {
    const rest = raw.slice(written[0].length);
    return { scheme: (written[1] ?? "").toLowerCase(), variable: null, rest };
  }
  const whole = /^\{([^{}]+)\}:\/\//.exec(raw);
  if (whole !== null) {
    const variable = whole[1] ?? "";
    const scheme = defaults.get(variable)?.toLowerCase() ?? null;
    return { scheme, variable, rest: raw.slice(whole[0].length) };
  }
  const first = /^\{([^{}]+)\}/.exec(raw)?.[1] ?? "";
  const value = /^([a-z][a-z0-9+.-]*):\/\//i.exec(defaults.get(first) ?? "");
  return value === null
    ? { scheme: null, variable: null, rest: raw.replace(/^\/\//, "") }
    : { scheme: (value[1] ?? "").toLowerCase(), variable: first, rest: raw };
}

/** A variable's value without the scheme it began with. */
export function withoutScheme(value: string): string {
  return value.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "");
}

function indexOfPath(text: string): number {
  const slash = text.indexOf("/");
  return slash === -1 ? text.length : slash;
}

function splitOnce(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** Judges the host with every variable filled in by something harmless. */
function isHost(host: string): boolean {
  const filled = host.replaceAll(/:\{[^{}]+\}$/g, ":1").replaceAll(/\{[^{}]+\}/g, "x");
  return filled !== "" && !/[{}\s\\]/.test(filled) && URL.canParse(`ws://${filled}/`);
}
