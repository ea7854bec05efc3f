/** What a mock does wrong on purpose. */
export type MockFault =
  /** Closes every socket with this code once the greeting is sent. */
  | { readonly kind: "close"; readonly code: number }
  /** Sends what the document does not allow, in place of each sample. */
  | { readonly kind: "invalid" }
  /** Answers no request. */
  | { readonly kind: "silent" }
  /** Refuses every handshake with this status. */
  | { readonly kind: "refuse"; readonly status: number };

/** What `parseFault` accepts, for messages and help. */
export const FAULT_FORMS = "close:<code>, invalid, silent or refuse:<status>";

/** Reads `close:1011`, `invalid`, `silent`, `refuse:503`; null where it is none of them. */
export function parseFault(text: string): MockFault | null {
  const [kind, number, ...rest] = text.split(":");
  const value = Number(number);
  if (rest.length > 0) {
    return null;
  }
  if (kind === "close" && isSendableCode(value)) {
    return { kind, code: value };
  }
  if (kind === "refuse" && Number.isInteger(value) && value >= 400 && value <= 599) {
    return { kind, status: value };
  }
  return number === undefined && (kind === "invalid" || kind === "silent") ? { kind } : null;
}

/** Codes that an endpoint may put into a close frame (RFC 6455 section 7.4). */
function isSendableCode(code: number): boolean {
  const reserved = [1004, 1005, 1006];
  const registered = code >= 1000 && code <= 1014 && !reserved.includes(code);
  return Number.isInteger(code) && (registered || (code >= 3000 && code <= 4999));
}
