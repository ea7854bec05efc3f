import type { Fault } from "./fault.ts";
import type { RefusalCode, RetryClass } from "./refusals.ts";

/** What the client itself says, beside the refusals of a gateway; by name, one sentence each. */
export const CLIENT_ERRORS = {
  CONNECT_FAILED: "the connection could not be opened",
  CONNECT_TIMEOUT: "the connection was not open in time",
  CONNECTION_LOST: "the connection was lost before this could be done",
  NOT_CONNECTED: "there is no open connection and the queue takes no message",
  QUEUE_FULL: "the queue of messages that wait for a connection is full",
  QUEUE_DROPPED: "this message gave way to another in the full queue",
  REPLY_TIMEOUT: "no reply came in time",
  ABORTED: "the caller's signal was aborted",
  CLOSED: "the client is closed",
  OVERFLOW: "messages arrive faster than this loop takes them",
  PLATFORM_LACKS: "this platform cannot do what the API asks for",
  OPTION_INVALID: "an option is not what it should be",
} as const;

export type ClientErrorCode = keyof typeof CLIENT_ERRORS;

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
  readonly retry?: RetryClass;
  readonly problems?: readonly Problem[];
  readonly cause?: unknown;
  /** What to do, or what was found. */
  readonly hint?: string;
}

/** Everything that the client rejects with. `code` is stable; the words are for people. */
export class ClientError extends Error {
  override readonly name = "ClientError";
  /** A refusal of the gateway's catalogue, a name of the API's own close codes, or an error of the client. */
  readonly code: RefusalCode | ClientErrorCode | (string & {});
  /** When it is worth trying again; `never` where the same call would fail in the same way. */
  readonly retry: RetryClass;
  /** Name of the message, operation or parameter that is meant; null: none. */
  readonly subject: string | null;
  /** JSON pointer into that message; null where no value is at fault. */
  readonly pointer: string | null;
  readonly expected: string | null;
  /** Shape of what was found, never the value. */
  readonly found: string | null;
  /** HTTP status of a refused handshake, where the platform shows it. */
  readonly status: number | null;
  /** Close code of the connection that ended (RFC 6455 section 7.4). */
  readonly closeCode: number | null;
  /** Parameters that a gateway did not accept. */
  readonly problems: readonly Problem[];

  constructor(code: string, details: ErrorDetails = {}) {
    super(words(code, details), details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.retry = details.retry ?? "never";
    this.subject = details.subject ?? null;
    this.pointer = details.fault?.pointer ?? null;
    this.expected = details.fault?.expected ?? null;
    this.found = details.fault?.found ?? null;
    this.status = details.status ?? null;
    this.closeCode = details.closeCode ?? null;
    this.problems = details.problems ?? [];
  }
}

function words(
  code: string,
  { subject, fault, status, closeCode, problems, hint }: ErrorDetails,
): string {
  const isOurs = Object.hasOwn(CLIENT_ERRORS, code);
  const parts = [
    isOurs ? CLIENT_ERRORS[code as ClientErrorCode] : code,
    subject === undefined ? null : `"${subject}"`,
    fault === undefined
      ? null
      : `${fault.pointer === "" ? "the value" : fault.pointer} is ${fault.found}, expected ${fault.expected}`,
    status === undefined ? null : `HTTP status ${status}`,
    closeCode === undefined ? null : `close code ${closeCode}`,
    ...(problems ?? []).map(
      (one) => `${one.in} ${one.name}: ${one.found}, expected ${one.expected}`,
    ),
    hint ?? null,
  ];
  return parts.filter((part) => part !== null).join(": ");
}
