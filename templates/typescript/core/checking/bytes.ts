import { bytesToText } from "../codec/byte-text.ts";
import type { Check } from "../fault.ts";
import { describeShape } from "./words.ts";

/** A check of a payload that is bytes as a whole: as text with one character per byte, so that lengths count bytes. */
export function ofBytes(check: Check): Check {
  return (value, formats) => {
    if (!(value instanceof Uint8Array)) {
      return check(value, formats);
    }
    const fault = check(bytesToText(value), formats);
    return fault === null ? null : { ...fault, found: describeShape(value) };
  };
}
