import { describeShape } from "./shape.ts";
import { escapeToken, shownPointer, valueAt } from "./pointer.ts";
import type { AjvError, Fault } from "./v1.ts";

/** The fault of the first thing that ajv found wrong with `value`. */
export function faultOf(value: unknown, errors: readonly AjvError[]): Fault {
  const error = errors.at(-1);
  const pointer = error === undefined ? "" : pointerOf(error);
  return {
    pointer: shownPointer(pointer),
    found: describeShape(valueAt(value, pointer)),
    expected: error === undefined ? "another value" : error.keyword,
    keyword: error?.keyword ?? "",
  };
}

function pointerOf({ instancePath, params }: AjvError): string {
  const property =
    params["missingProperty"] ?? params["additionalProperty"] ?? params["unevaluatedProperty"];
  return typeof property === "string" ? `${instancePath}/${escapeToken(property)}` : instancePath;
}
