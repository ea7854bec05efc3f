import { ClientError } from "./errors.ts";
import { byteLength } from "./outgoing.ts";

/** Of a close frame's reason, in bytes of UTF-8 (RFC 6455 section 5.5). */
const MAX_REASON_BYTES = 123;

/** Throws OPTION_INVALID for a code or reason that a client's close frame cannot have (RFC 6455 section 7.4.2). */
export function checkGoodbye(code: number, reason: string): void {
  const isAllowed = code === 1000 || (code >= 3000 && code < 5000);
  if (!isAllowed || byteLength(reason) > MAX_REASON_BYTES) {
    const hint = `1000 or 3000 to 4999, at most ${MAX_REASON_BYTES} bytes`;
    throw new ClientError("OPTION_INVALID", { subject: "close", hint });
  }
}
