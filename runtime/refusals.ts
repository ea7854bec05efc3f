import type { RetryClass } from "./contract/v1.ts";

/** One way of saying no: what HTTP answer, close code and retry advice go with it. */
export interface RefusalRow {
  /** Status during the handshake; null: cannot happen there. */
  readonly http: number | null;
  /** WebSocket close code (RFC 6455 section 7.4, or WSO2's 4000 to 4005). */
  readonly close: number;
  readonly retry: RetryClass;
  /** One sentence for logs, problem documents and docs; `{name}` is filled from the details. */
  readonly says: string;
  /** When it happens and what to do, for the reference. */
  readonly when: string;
}

/** Every way in which the gateway says no, in one table; docs, SDK constants and metric labels are made from it. */
export const REFUSALS = {
  PATH_UNKNOWN: {
    http: 404,
    close: 1008,
    retry: "never",
    says: "no route matches {path}",
    when: "the request's path is none of the served routes",
  },
  METHOD_NOT_ALLOWED: {
    http: 405,
    close: 1008,
    retry: "never",
    says: "method {method} is not allowed, expected GET",
    when: "a WebSocket handshake is a GET (RFC 6455 section 4.1)",
  },
  UPGRADE_REQUIRED: {
    http: 426,
    close: 1008,
    retry: "never",
    says: "this is a WebSocket route: {reason}",
    when: "`Upgrade: websocket` or `Sec-WebSocket-Version: 13` is missing or wrong",
  },
  HANDSHAKE_MALFORMED: {
    http: 400,
    close: 1008,
    retry: "never",
    says: "the handshake is malformed: {reason}",
    when: "bad key, two Hosts, a body, HTTP/1.0, an encoded slash and the like",
  },
  PARAMETERS_INVALID: {
    http: 400,
    close: 4005,
    retry: "never",
    says: "handshake parameters that are not what the document says: {count}",
    when: "a header, query or path parameter is missing or ill-typed; all are listed",
  },
  CREDENTIALS_MISSING: {
    http: 401,
    close: 4001,
    retry: "afterAuth",
    says: "no credentials: expected {expected}",
    when: "none of the route's security requirements is met",
  },
  CREDENTIALS_INVALID: {
    http: 401,
    close: 4001,
    retry: "afterAuth",
    says: "the credentials were not accepted: {reason}",
    when: "a credential is malformed or not genuine",
  },
  CREDENTIALS_EXPIRED: {
    http: 401,
    close: 4001,
    retry: "afterAuth",
    says: "the credentials expired",
    when: "a token's time is over, at the handshake or on the open socket",
  },
  CREDENTIALS_REVOKED: {
    http: 401,
    close: 4001,
    retry: "afterAuth",
    says: "the credentials were revoked",
    when: "a key or token was taken back, at the handshake or on the open socket",
  },
  FORBIDDEN: {
    http: 403,
    close: 4002,
    retry: "never",
    says: "not allowed: {reason}",
    when: "a scope or subscription is missing, or a hook said no",
  },
  ORIGIN_FORBIDDEN: {
    http: 403,
    close: 4002,
    retry: "never",
    says: "origin {origin} is not allowed",
    when: "the page that opened the socket is not on the API's list",
  },
  QUOTA_EXCEEDED: {
    http: 429,
    close: 4003,
    retry: "after",
    says: "quota exceeded",
    when: "one excess message or connect of a plan",
  },
  CONNECTIONS_EXCEEDED: {
    http: 429,
    close: 4003,
    retry: "after",
    says: "too many connections",
    when: "one excess connection of a plan",
  },
  MESSAGE_INVALID: {
    http: null,
    close: 4005,
    retry: "never",
    says: "{pointer} of {message} is {found}, expected {expected}",
    when: "the message is known and its content is not what the document says",
  },
  MESSAGE_UNKNOWN: {
    http: null,
    close: 4005,
    retry: "never",
    says: "the frame is no declared message: {reason}",
    when: "no message of this flow fits the frame",
  },
  REPLY_UNEXPECTED: {
    http: null,
    close: 4005,
    retry: "never",
    says: "reply {message} answers no pending request",
    when: "a reply's correlation id is not one that is waited for",
  },
  FRAME_KIND_WRONG: {
    http: null,
    close: 1003,
    retry: "never",
    says: "a {found} frame where {expected} is declared",
    when: "text where binary is declared, or the reverse",
  },
  TEXT_INVALID: {
    http: null,
    close: 1007,
    retry: "never",
    says: "text frame is not UTF-8",
    when: "RFC 6455 section 8.1",
  },
  PROTOCOL_ERROR: {
    http: null,
    close: 1002,
    retry: "never",
    says: "protocol error: {reason}",
    when: "a frame breaks RFC 6455",
  },
  MESSAGE_TOO_BIG: {
    http: null,
    close: 1009,
    retry: "never",
    says: "message exceeds the {limit} bytes allowed",
    when: "told to the sender; its peer gets 1001",
  },
  POLICY: {
    http: null,
    close: 1008,
    retry: "never",
    says: "policy: {reason}",
    when: "control-frame, fragment and memory budgets",
  },
  TOO_SLOW: {
    http: 503,
    close: 1013,
    retry: "backoff",
    says: "{bytes} bytes were still unsent after {seconds} s",
    when: "a peer does not read; told to the slow side",
  },
  OVERLOADED: {
    http: 503,
    close: 1013,
    retry: "backoff",
    says: "the gateway is overloaded",
    when: "an address has too many connections open whose requests have not arrived; these are cut",
  },
  BACKEND_REFUSED: {
    http: 502,
    close: 1014,
    retry: "backoff",
    says: "the backend refused: {reason}",
    when: "the backend answered, but not with a valid 101",
  },
  BACKEND_UNAVAILABLE: {
    http: 503,
    close: 1014,
    retry: "backoff",
    says: "the backend is unavailable: {reason}",
    when: "no connection to the backend could be made, or it was lost",
  },
  BACKEND_TIMEOUT: {
    http: 504,
    close: 1014,
    retry: "backoff",
    says: "the backend did not answer within {ms} ms",
    when: "the backend accepted the connection and was silent",
  },
  IDLE: {
    http: null,
    close: 1001,
    retry: "backoff",
    says: "idle for {seconds} s",
    when: "no message either way within `limits.idleSeconds`",
  },
  MAX_AGE: {
    http: null,
    close: 1001,
    retry: "backoff",
    says: "open for {seconds} s",
    when: "`limits.maxAgeSeconds` is reached",
  },
  DRAINING: {
    http: 503,
    close: 1012,
    retry: "backoff",
    says: "the gateway is restarting",
    when: "SIGTERM, or the end of a revision",
  },
  INTERNAL: {
    http: 500,
    close: 1011,
    retry: "backoff",
    says: "internal error",
    when: "a defect of the gateway or a hook that threw",
  },
} as const satisfies Record<string, RefusalRow>;

export type RefusalCode = keyof typeof REFUSALS;

/** Refusals that belong to parts that this version does not have: quotas, verified credentials. */
export const NOT_RAISED_YET: readonly RefusalCode[] = [
  "CREDENTIALS_EXPIRED",
  "CREDENTIALS_REVOKED",
  "QUOTA_EXCEEDED",
  "CONNECTIONS_EXCEEDED",
];

/** Values for the braces of `says`. Never a payload, a token or a credential. */
export type RefusalDetails = Readonly<Record<string, string | number>>;

/** Thrown anywhere in the runtime; becomes an HTTP answer, an error message or a close frame in one place. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: RefusalCode;
  readonly details: RefusalDetails;

  constructor(code: RefusalCode, details: RefusalDetails = {}, options?: ErrorOptions) {
    super(fill(REFUSALS[code].says, details), options);
    this.code = code;
    this.details = details;
  }

  get row(): RefusalRow {
    return REFUSALS[this.code];
  }
}

function fill(sentence: string, details: RefusalDetails): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (brace, name: string) => String(details[name] ?? brace));
}

/** The close reason, at most 123 bytes (RFC 6455 section 5.5): `{"e":"QUOTA_EXCEEDED","r":1500}`, r in milliseconds. */
export function closeReason(code: RefusalCode, retryAfterMs: number | null = null): string {
  return JSON.stringify(retryAfterMs === null ? { e: code } : { e: code, r: retryAfterMs });
}
