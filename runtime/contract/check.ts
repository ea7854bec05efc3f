import { faultOf } from "./fault.ts";
import type { AjvValidator, Check } from "./v1.ts";

/** Makes a check of a validator; `tolerant` is the same validator for which every format fits. */
export function createCheck(validator: AjvValidator, tolerant?: AjvValidator): Check {
  if (tolerant === undefined) {
    return (value) => (validator(value) ? null : faultOf(value, validator.errors ?? []));
  }
  return (value, tolerate) => {
    if (validator(value)) {
      return null;
    }
    if (tolerant(value)) {
      tolerate?.(faultOf(value, validator.errors ?? []));
      return null;
    }
    return faultOf(value, tolerant.errors ?? []);
  };
}
