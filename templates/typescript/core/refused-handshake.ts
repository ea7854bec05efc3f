import type { Problem } from "./errors.ts";
import type { HandshakeRefusal } from "./socket.ts";

/** Lenient: what is not UTF-8 was refused by `ws`, but for the words of an answer of HTTP. */
declare const TextDecoder: new (
  label: string,
  options: { readonly ignoreBOM: boolean },
) => { decode(bytes: Uint8Array, options?: { readonly stream: boolean }): string };

/** An answer of node:http. */
export interface HttpResponse {
  readonly statusCode?: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly socket: { readonly destroyed: boolean };
  on(event: "data", listener: (chunk: Uint8Array) => void): unknown;
  on(event: "end" | "close", listener: () => void): unknown;
  destroy(): void;
}

/** Of a refusal's body so much is read, in bytes. */
const BODY_BYTES = 65_536;

/** A byte order mark is a character of the text, as in a browser. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** Reads why a handshake was refused; never throws. */
export async function readRefusal(
  response: HttpResponse,
  done: (refusal: HandshakeRefusal) => void,
): Promise<void> {
  done(await refusalIn(response));
}

/** What a gateway says when it refuses a handshake: `application/problem+json` (RFC 9457). */
async function refusalIn(response: HttpResponse): Promise<HandshakeRefusal> {
  const body = await bodyOf(response);
  const bare = {
    status: response.statusCode ?? 0,
    code: null,
    problems: [],
    retryAfterMs: waitOf(response.headers["retry-after"]),
  };
  try {
    const { code, problems } = JSON.parse(body) as {
      readonly code?: unknown;
      readonly problems?: unknown;
    };
    const read = Array.isArray(problems) ? problems.flatMap(problemOf) : [];
    return {
      ...bare,
      code: typeof code === "string" ? code : null,
      problems: read,
      ...(read.length > 0 && { hint: read.map(inWords).join(": ") }),
    };
  } catch {
    return bare;
  }
}

/** Milliseconds of a `Retry-After` (RFC 9110 section 10.2.3), of seconds or a date; null: none. */
function waitOf(header: string | readonly string[] | undefined): number | null {
  const seconds = Number(header);
  const waitMs = seconds >= 0 ? seconds * 1000 : Date.parse(String(header)) - Date.now();
  return header === undefined || Number.isNaN(waitMs) ? null : Math.max(waitMs, 0);
}

function problemOf(value: unknown): Problem | readonly [] {
  const { name, expected, found, in: place } = Object(value) as Partial<Record<string, unknown>>;
  return typeof name === "string"
    ? { in: String(place), name, expected: String(expected), found: String(found) }
    : [];
}

function inWords({ in: place, name, found, expected }: Problem): string {
  return `${place} ${name} is ${found}, expected ${expected}`;
}

function bodyOf(response: HttpResponse): Promise<string> {
  return new Promise((resolve) => {
    const decoder = new TextDecoder("utf-8", { ignoreBOM: false });
    let text = "";
    const done = (): void => {
      resolve(text);
    };
    response.on("data", (chunk) => {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > BODY_BYTES) response.destroy();
    });
    response.on("end", done);
    response.on("close", done);
  });
}
