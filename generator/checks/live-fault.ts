import type { Fault, Flow } from "../../runtime/contract/v1.ts";
import { escapeToken } from "./prepare.ts";
import { isRecord } from "./record.ts";
import type { LiveError, LiveValidator } from "./live.ts";

/**
 * The fault of a sample, in plain words; the gateway has better ones (`runtime/contract`). In the
 * server flow a wrong format is no fault, as there.
 */
export function liveFault(
  validator: LiveValidator | undefined,
  flow: Flow,
  value: unknown,
): Fault | null {
  if (validator === undefined) {
    return { pointer: "", found: "a value", expected: "nothing", keyword: "$ref" };
  }
  if (validator(value)) {
    return null;
  }
  const errors = validator.errors ?? [];
  if (flow === "serverToClient" && errors.every(({ keyword }) => keyword === "format")) {
    return null;
  }
  const error = errors.at(-1);
  return {
    pointer: pointerOf(error),
    found: shapeAt(value, error),
    expected: expectedBy(error),
    keyword: error?.keyword ?? "",
  };
}

function pointerOf(error: LiveError | undefined): string {
  const { missingProperty, additionalProperty, unevaluatedProperty } = error?.params ?? {};
  const property = missingProperty ?? additionalProperty ?? unevaluatedProperty;
  const inner = typeof property === "string" ? `/${escapeToken(property)}` : "";
  return (error?.instancePath ?? "") + inner;
}

function shapeAt(value: unknown, error: LiveError | undefined): string {
  let found: unknown = value;
  for (const token of pointerOf(error).split("/").slice(1)) {
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
    found =
      typeof found === "object" && found !== null && Object.hasOwn(found, key)
        ? Reflect.get(found, key)
        : undefined;
  }
  if (found === undefined) {
    return "nothing";
  }
  return found === null ? "null" : Array.isArray(found) ? "an array" : `a ${typeof found}`;
}

function expectedBy(error: LiveError | undefined): string {
  const details = Object.values(error?.params ?? {}).filter(
    (value) => !isRecord(value) && value !== null,
  );
  const shown = details.length === 0 ? "" : ` (${details.join(", ")})`;
  return `what "${error?.keyword ?? ""}" asks for${shown}`;
}
