import { faultOf } from "./fault.ts";
import { paid } from "./fuel.ts";
import { describeShape } from "./shape.ts";
import type { AjvValidator, Check, Fault } from "./v1.ts";

/**
 * Makes a check of a validator; `tolerant` is the same validator for which every format fits. A
 * payload that is bytes as a whole is checked as a string with one character per byte, so that
 * lengths count bytes. A value whose check costs more than its frame's allowance (`fuel.ts`) has the
 * fault `cost`.
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
  const strictFault = createFaultOf(validator);
  if (tolerant === undefined) {
    return (value, _tolerate, place) => strictFault(value, place);
  }
  const tolerantFault = createFaultOf(tolerant);
  return (value, tolerate, place) => {
    const fault = strictFault(value, place);
    if (fault === null || fault.keyword === COST) {
      return fault;
    }
    const grave = tolerantFault(value, place);
    if (grave === null) {
      tolerate?.(fault);
    }
    return grave;
  };
}

const COST = "cost";

type FaultOf = (value: unknown, place?: Parameters<AjvValidator>[1]) => Fault | null;

function createFaultOf(validator: AjvValidator): FaultOf {
  return paid(
    (value, place) => (validator(value, place) ? null : faultOf(value, validator.errors ?? [])),
    (value) => ({
      pointer: "",
      found: describeShape(value),
      expected: "a value that is checked in less time",
      keyword: COST,
    }),
  );
}
