import type { Backend } from "../contract/v1.ts";
import { StartError } from "../start-error.ts";

/** A backend whose URL is known: what is dialled. */
export interface ResolvedBackend {
  readonly id: string;
  readonly environment: "production" | "sandbox";
  /** `ws:` or `wss:`; its path has no trailing slash. */
  readonly url: URL;
  readonly pool: string | null;
  readonly weight: number;
  readonly priority: number;
  readonly connectTimeoutMs: number;
  readonly tlsCa: string | null;
}

/** What the operator says about backends: flags win over the document. */
export interface BackendSettings {
  /** URL by environment, instead of the document's servers. */
  readonly overrides: Readonly<Record<string, string>>;
  /** Values of server variables by name (AsyncAPI, Server Variable Object). */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Fills in the server variables or takes the override; throws StartError where no URL comes of it.
 */
export function resolveBackend(backend: Backend, settings: BackendSettings): ResolvedBackend {
  const override = ownValue(settings.overrides, backend.environment);
  const text = override ?? fillVariables(backend, settings.variables);
  const { variables: _, ...rest } = backend;
  return { ...rest, url: parseBackendUrl(text) };
}

/** The backend of an API whose document names none: only an override can say where it is. */
export function overrideBackends(settings: BackendSettings): readonly ResolvedBackend[] {
  const environments = ["production", "sandbox"] as const;
  return environments.flatMap((environment) => {
    const url = ownValue(settings.overrides, environment);
    const shared = { pool: null, weight: 1, priority: 0, connectTimeoutMs: 5000, tlsCa: null };
    return url === null
      ? []
      : [{ id: environment, environment, url: parseBackendUrl(url), ...shared }];
  });
}

/** Reads a backend's URL; `http` and `https` mean `ws` and `wss`. */
export function parseBackendUrl(text: string): URL {
  const url = readUrl(text);
  if (url.protocol === "http:" || url.protocol === "https:") {
    url.protocol = url.protocol.replace("http", "ws");
  }
  if (url.protocol !== "ws:" && url.protocol !== "wss:") {
    throw new StartError("BACKEND_URL_INVALID", { url: text, reason: "of another protocol" });
  }
  if (url.hash !== "") {
    throw new StartError("BACKEND_URL_INVALID", { url: text, reason: "one with a fragment" });
  }
  return url;
}

/** A URL for people and logs: without user, password and query. */
export function printableUrl(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname === "/" ? "" : url.pathname}`;
}

/** `FRAMEGATE_VAR_REGION` for `region`. */
export function variableEnvironmentName(name: string): string {
  return `FRAMEGATE_VAR_${name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_")}`;
}

function readUrl(text: string): URL {
  try {
    return new URL(text);
  } catch (cause) {
    throw new StartError("BACKEND_URL_INVALID", { url: text, reason: "no URL" }, { cause });
  }
}

function fillVariables(backend: Backend, values: Readonly<Record<string, string>>): string {
  return backend.url.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => {
    const variable = backend.variables.find((known) => known.name === name);
    const value = ownValue(values, name) ?? variable?.defaultValue ?? null;
    if (value === null) {
      const environment = variableEnvironmentName(name);
      throw new StartError("VARIABLE_MISSING", { name, url: backend.url, environment });
    }
    checkAllowed(name, value, variable?.allowed ?? []);
    return value;
  });
}

function checkAllowed(name: string, found: string, allowed: readonly string[]): void {
  if (allowed.length > 0 && !allowed.includes(found)) {
    const expected = allowed.map((value) => `"${value}"`).join(", ");
    throw new StartError("VARIABLE_NOT_ALLOWED", { name, found, expected });
  }
}

function ownValue(record: Readonly<Record<string, string>>, name: string): string | null {
  return Object.hasOwn(record, name) ? (record[name] ?? null) : null;
}
