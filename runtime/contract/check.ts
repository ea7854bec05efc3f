import { faultOf } from "./fault.ts";
import { describeShape } from "./shape.ts";
import type { AjvValidator, Check } from "./v1.ts";

/**
 * Makes a check of a validator; `tolerant` is the same validator for which every format fits. A
 * payload that is bytes as a whole is checked as a string with one character per byte, so that
 * lengths count bytes.
 */
export function createCheck(validator: AjvValidator, tolerant?: AjvValidator): Check {
  const check = createValueCheck(validator, tolerant);
  return (value, tolerate, place) => {
    if (!(value instanceof Uint8Array)) {
      return check(value, tolerate, place);
    }
    const fault = check(textOfBytes(value), tolerate);
    return fault === null ? null : { ...fault, found: describeShape(value) };
  };
}

function textOfBytes({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("latin1");
}

function createValueCheck(validator: AjvValidator, tolerant?: AjvValidator): Check {
  if (tolerant === undefined) {
    return (value, _tolerate, place) =>
      validator(value, place) ? null : faultOf(value, validator.errors ?? []);
  }
  return (value, tolerate, place) => {
    if (validator(value, place)) {
      return null;
    }
    if (tolerant(value, place)) {
      tolerate?.(faultOf(value, validator.errors ?? []));
      return null;
    }
    return faultOf(value, tolerant.errors ?? []);
  };
}
