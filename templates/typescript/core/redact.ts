import { valueAt, withValueAt } from "./pointer.ts";

/** A copy of a value with `"***"` at each of the pointers where something stands. */
export function redacted(value: unknown, pointers: readonly string[]): unknown {
  return pointers.reduce(
    (copy, pointer) =>
      valueAt(copy, pointer) === undefined ? copy : withValueAt(copy, pointer, "***"),
    value,
  );
}
