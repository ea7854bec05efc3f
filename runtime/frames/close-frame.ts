import { Buffer } from "node:buffer";

/** RFC 6455 section 5.5: a control frame holds at most 125 bytes, two of which are the code. */
export const MAX_CLOSE_REASON_BYTES = 123;

/**
 * Whether a close frame may carry this code: 1000 to 1003, 1007 to 1014 (RFC 6455 section 7.4.1 and the IANA
 * registry) and 3000 to 4999. 1004 to 1006 and 1015 are reserved and never sent.
 */
export function isSendableCloseCode(code: number): boolean {
  if (!Number.isInteger(code)) return false;
  if (code >= 3000 && code <= 4999) return true;
  return code >= 1000 && code <= 1014 && !(code >= 1004 && code <= 1006);
}

/** The reason as UTF-8, cut before the first character that would pass 123 bytes; lone surrogates become U+FFFD. */
export function fitCloseReason(reason: string): string {
  const bytes = Buffer.from(reason, "utf8");
  if (bytes.length <= MAX_CLOSE_REASON_BYTES) return bytes.toString("utf8");
  let end = MAX_CLOSE_REASON_BYTES;
  // A byte 10xxxxxx continues a character: step back to where the cut one begins.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString("utf8", 0, end);
}
