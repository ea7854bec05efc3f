import { decoded } from "./open-file.ts";
import type { Opened } from "./open-file.ts";

/** Whether an address may be fetched at all: https, and http on this machine's loopback address. */
export function isFetchable(url: URL): boolean {
  if (url.username !== "" || url.password !== "") return false;
  if (url.protocol === "https:") return true;
  return url.protocol === "http:" && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
}

/**
 * Fetches a file: no redirects, no credentials, at most `maxBytes` and `timeoutMs` for all of it. An
 * address that redirects must be written as the address it leads to.
 */
export async function fetchRemote(url: URL, maxBytes: number, timeoutMs: number): Promise<Opened> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  try {
    const response = await fetch(url, {
      redirect: "manual",
      signal: abort.signal,
      headers: { accept: "application/yaml, application/json, text/*" },
    });
    if (response.status !== 200) {
      const where = response.headers.get("location");
      const status = `the answer is ${response.status}`;
      return { kind: "unreadable", reason: where === null ? status : `${status} to "${where}"` };
    }
    return await bodyOf(response, maxBytes);
  } catch (error) {
    const reason = abort.signal.aborted ? `no answer within ${timeoutMs} ms` : causeOf(error);
    return { kind: "unreadable", reason };
  } finally {
    clearTimeout(timer);
    abort.abort();
  }
}

async function bodyOf(response: Response, maxBytes: number): Promise<Opened> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return { kind: "too-large" };
    chunks.push(chunk);
  }
  return decoded(Buffer.concat(chunks));
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
