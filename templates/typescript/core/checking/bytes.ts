import { bytesToText, withTextForBytes } from "../codec/byte-text.ts";
import type { Check } from "../fault.ts";
import { describeShape } from "./words.ts";

/**
 * A check of a payload that is or holds bytes: as text with one character per byte, which is what schemas know of
 * them, so that lengths count bytes.
 */
export function ofBytes(check: Check): Check {
  return (value, formats) => {
    if (!(value instanceof Uint8Array)) {
      return check(withTextForBytes(value), formats);
    }
    const fault = check(bytesToText(value), formats);
    return fault === null ? null : { ...fault, found: describeShape(value) };
  };
}
