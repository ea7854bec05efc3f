/** When a connection that was refused or closed may be tried again. */
export type RetryClass = "never" | "afterAuth" | "backoff" | "after";

/** How a gateway says no: names of its catalogue with their close code and when to try again. */
export const REFUSALS = {
  PATH_UNKNOWN: [1008, "never"],
  METHOD_NOT_ALLOWED: [1008, "never"],
  UPGRADE_REQUIRED: [1008, "never"],
  HANDSHAKE_MALFORMED: [1008, "never"],
  PARAMETERS_INVALID: [4005, "never"],
  CREDENTIALS_MISSING: [4001, "afterAuth"],
  CREDENTIALS_INVALID: [4001, "afterAuth"],
  CREDENTIALS_EXPIRED: [4001, "afterAuth"],
  CREDENTIALS_REVOKED: [4001, "afterAuth"],
  FORBIDDEN: [4002, "never"],
  ORIGIN_FORBIDDEN: [4002, "never"],
  QUOTA_EXCEEDED: [4003, "after"],
  CONNECTIONS_EXCEEDED: [4003, "after"],
  MESSAGE_INVALID: [4005, "never"],
  MESSAGE_UNKNOWN: [4005, "never"],
  REPLY_UNEXPECTED: [4005, "never"],
  FRAME_KIND_WRONG: [1003, "never"],
  TEXT_INVALID: [1007, "never"],
  PROTOCOL_ERROR: [1002, "never"],
  MESSAGE_TOO_BIG: [1009, "never"],
  POLICY: [1008, "never"],
  TOO_SLOW: [1013, "backoff"],
  OVERLOADED: [1013, "backoff"],
  BACKEND_REFUSED: [1014, "backoff"],
  BACKEND_UNAVAILABLE: [1014, "backoff"],
  BACKEND_TIMEOUT: [1014, "backoff"],
  IDLE: [1001, "backoff"],
  MAX_AGE: [1001, "backoff"],
  DRAINING: [1012, "backoff"],
  INTERNAL: [1011, "backoff"],
} as const satisfies Readonly<Record<string, readonly [close: number, retry: RetryClass]>>;

export type RefusalCode = keyof typeof REFUSALS;

/** True for a name of the catalogue. */
export function isRefusal(name: unknown): name is RefusalCode {
  return typeof name === "string" && Object.hasOwn(REFUSALS, name);
}
