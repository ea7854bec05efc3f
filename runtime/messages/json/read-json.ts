import { isUtf8 } from "node:buffer";

import type { JsonFault } from "./json-fault.ts";
import { type Holder, holderOf, rememberNumberTexts } from "./number-texts.ts";
import type { JsonLimits } from "./json-limits.ts";
import { scanJson } from "./scan.ts";

/** What a frame's bytes are as JSON. */
export type JsonReading = JsonValue | JsonFault;

/**
 * Well-formed JSON within the limits; what else is odd about it is the caller's to allow or
 * refuse.
 */
export interface JsonValue {
  readonly kind: "value";
  readonly value: unknown;
  /**
   * JSON pointer of the first key that its object holds already, after unescaping; null: there is
   * none.
   */
  readonly duplicateKey: string | null;
  /**
   * Some string holds half of a surrogate pair, which UTF-8 cannot carry (RFC 8259 section 8.2).
   */
  readonly loneSurrogate: boolean;
  /**
   * Some number has another value in `value` than in the text. Checks compare such numbers by
   * their text.
   */
  readonly unsafeNumber: boolean;
  /** Holds `value` and knows the texts of all its unsafe numbers; null: there are none. */
  readonly holder: Holder | null;
}

const TOO_MANY_NUMBERS = "too many lists and objects of numbers that a double cannot hold";

/**
 * Reads one message strictly: UTF-8 without a byte order mark, the grammar of RFC 8259, no deeper
 * than allowed, no key `__proto__`. One linear scan, without recursion, says what `JSON.parse`
 * would hide; then it parses.
 */
export function readJson(bytes: Uint8Array, limits: JsonLimits): JsonReading {
  if (!isUtf8(bytes)) {
    return { kind: "fault", reason: "not UTF-8", offset: 0, isGuard: false };
  }
  const scan = scanJson(bytes, limits);
  if (scan.kind === "fault") {
    return scan;
  }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  const value: unknown = JSON.parse(text);
  if (scan.unsafeNumber && !rememberNumberTexts(text, value, limits.depth)) {
    return { kind: "fault", reason: TOO_MANY_NUMBERS, offset: 0, isGuard: true };
  }
  return {
    kind: "value",
    value,
    duplicateKey: scan.duplicateKey,
    loneSurrogate: scan.loneSurrogate,
    unsafeNumber: scan.unsafeNumber,
    holder: scan.unsafeNumber ? heldWithText(text, value) : null,
  };
}

function heldWithText(text: string, value: unknown): Holder | null {
  return holderOf(value, typeof value === "number" ? text.trim() : null);
}
