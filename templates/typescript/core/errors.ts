import type { Fault } from "./fault.ts";
import type { RefusalCode, RetryClass } from "./refusals.ts";

/** What the client itself says, beside the refusals of a gateway. */
export const CLIENT_ERRORS = [
  /** Could not connect. */
  "CONNECT_FAILED",
  /** No connection in time. */
  "CONNECT_TIMEOUT",
  /** The connection was lost. */
  "CONNECTION_LOST",
  /** There is no connection. */
  "NOT_CONNECTED",
  /** The queue is full. */
  "QUEUE_FULL",
  /** It gave way to another in the full queue. */
  "QUEUE_DROPPED",
  /** No reply in time. */
  "REPLY_TIMEOUT",
  /** The signal was aborted. */
  "ABORTED",
  /** The client is closed. */
  "CLOSED",
  /** Messages come faster than they are taken. */
  "OVERFLOW",
  /** This platform cannot do that. */
  "PLATFORM_LACKS",
  /** That cannot be. */
  "OPTION_INVALID",
] as const;

/** Name of an error that the client itself makes. */
export type ClientErrorCode = (typeof CLIENT_ERRORS)[number];

/** One thing wrong with one parameter of a handshake, as the gateway reports it. */
export interface Problem {
  readonly in: string;
  readonly name: string;
  readonly expected: string;
  readonly found: string;
}

/** What is known of an error besides its code. */
export interface ErrorDetails {
  /** The message, operation or parameter that it is about. */
  readonly subject?: string;
  readonly fault?: Fault;
  readonly status?: number;
  readonly closeCode?: number;
  readonly reason?: string;
  readonly retry?: RetryClass;
  readonly retryAfterMs?: number;
  readonly problems?: readonly Problem[];
  readonly cause?: unknown;
  /** What to do, or what was found. */
  readonly hint?: string;
}

/** Everything that the client rejects with. `code` is stable; the message is for people: the code, then what is known. */
export class ClientError extends Error {
  /** A refusal of the gateway's catalogue, a name of the API's own close codes, or an error of the client. */
  declare readonly code: RefusalCode | ClientErrorCode | (string & {});
  /** When it is worth trying again; `never` where the same call would fail in the same way. */
  declare readonly retry: RetryClass;
  /** Milliseconds that the peer asks to wait before; null: it does not say. */
  declare readonly retryAfterMs: number | null;
  /** Name of the message, operation or parameter that is meant; null: none. */
  declare readonly subject: string | null;
  /** JSON pointer into that message; null where no value is at fault. */
  declare readonly pointer: string | null;
  /** What the document asks for there. */
  declare readonly expected: string | null;
  /** Shape of what was found, never the value. */
  declare readonly found: string | null;
  /** HTTP status of a refused handshake, where the platform shows it. */
  declare readonly status: number | null;
  /** Close code of the connection that ended (RFC 6455 section 7.4); 1006: it was cut, or never open. */
  declare readonly closeCode: number | null;
  /** The peer's words with that code; `""`: none. */
  declare readonly reason: string;
  /** Parameters that a gateway did not accept. */
  declare readonly problems: readonly Problem[];

  constructor(code: string, details: ErrorDetails = {}) {
    const { fault, cause, hint: _, ...known } = details;
    super(words(code, details), cause === undefined ? undefined : { cause });
    Object.assign(this, {
      name: "ClientError",
      code,
      retry: "never",
      retryAfterMs: null,
      subject: null,
      pointer: fault?.pointer ?? null,
      expected: fault?.expected ?? null,
      found: fault?.found ?? null,
      status: null,
      closeCode: null,
      reason: "",
      problems: [],
      ...known,
    });
  }
}

/** What was caught, as what the client rejects with. */
export function asClientError(error: unknown): ClientError {
  return error instanceof ClientError
    ? error
    : new ClientError("CONNECTION_LOST", { retry: "backoff", cause: error });
}

function words(code: string, { subject, fault, status, closeCode, hint }: ErrorDetails): string {
  return [
    code,
    subject && `"${subject}"`,
    fault && `${fault.pointer || "it"} is ${fault.found}, expected ${fault.expected}`,
    status && `HTTP status ${status}`,
    closeCode && `close code ${closeCode}`,
    hint,
  ]
    .filter(Boolean)
    .join(": ");
}
