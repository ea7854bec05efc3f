/**
 * The one way in which the compiler reaches the network. A name is resolved once, its addresses are
 * checked, and the connection is made to these and no others, so that no second answer of a name
 * server can lead it elsewhere.
 */
import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps, type RequestOptions } from "node:https";
import { decoded } from "./open-file.ts";
import type { Opened } from "./open-file.ts";
import { type HostAddress, resolveHost, type Resolver, systemResolver } from "./resolve-host.ts";

/** How an address is fetched. */
export interface FetchOptions {
  readonly maxBytes: number;
  /** Milliseconds for all of it: name, connection, answer. */
  readonly timeoutMs: number;
  /** Hosts, as URLs write them, that may have an internal address and may be asked over http. */
  readonly internalHosts: readonly string[];
  /** Default: the system's. */
  readonly resolver?: Resolver;
}

/**
 * Fetches a file: no redirects, no credentials, at most `maxBytes` and `timeoutMs` for all of it, from
 * addresses of the public internet alone. An address that redirects must be written as the address it
 * leads to.
 */
export async function fetchRemote(url: URL, options: FetchOptions): Promise<Opened> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), options.timeoutMs);
  const given = new Promise<never>((_, reject) => {
    abort.signal.addEventListener("abort", () => reject(abort.signal.reason));
  });
  try {
    return await Promise.race([fetchOnce(url, options, abort.signal), given]);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    const reason = abort.signal.aborted ? `no answer within ${options.timeoutMs} ms` : cause;
    return { kind: "unreadable", reason };
  } finally {
    clearTimeout(timer);
  }
}

async function fetchOnce(url: URL, options: FetchOptions, signal: AbortSignal): Promise<Opened> {
  const resolver = options.resolver ?? systemResolver;
  const resolved = await resolveHost(url, resolver, options.internalHosts);
  if (resolved.kind === "internal") {
    const reason = `"${url.hostname}" is an address of this machine or of a network that is not public`;
    return { kind: "unreadable", reason: `${reason}; allow the host with --allow-internal` };
  }
  const response = await ask(url, resolved.addresses, signal);
  if (response.statusCode === 200) return await bodyOf(response, options.maxBytes);
  response.destroy();
  const where = response.headers.location;
  const status = `the answer is ${response.statusCode ?? "none"}`;
  return { kind: "unreadable", reason: where === undefined ? status : `${status} to "${where}"` };
}

/** Sends the request to one of the addresses; the name is only told to the server. */
function ask(
  url: URL,
  addresses: readonly HostAddress[],
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const first = addresses[0];
  const pinned: RequestOptions["lookup"] = (_, { all }, answer) => {
    if (all === true) answer(null, [...addresses]);
    else answer(null, first?.address ?? "", first?.family ?? 0);
  };
  const options: RequestOptions = {
    agent: false,
    lookup: pinned,
    signal,
    headers: { accept: "application/yaml, application/json, text/*" },
  };
  return new Promise((resolve, reject) => {
    const request =
      url.protocol === "https:" ? requestHttps(url, options) : requestHttp(url, options);
    request.once("response", resolve);
    request.on("error", reject);
    request.end();
  });
}

async function bodyOf(response: IncomingMessage, maxBytes: number): Promise<Opened> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > maxBytes) {
      response.destroy();
      return { kind: "too-large" };
    }
    chunks.push(part);
  }
  return decoded(Buffer.concat(chunks));
}
