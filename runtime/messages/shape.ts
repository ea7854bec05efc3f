/** The shape of a value in words for faults: `a string of 3 characters`. Never anything of the value itself. */
export function shapeOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return `a list of ${count(value.length, "item")}`;
  switch (typeof value) {
    case "string":
      return `a string of ${count([...value.slice(0, 1_000_000)].length, "character")}`;
    case "number":
      return Number.isInteger(value) ? "an integer" : "a number";
    case "bigint":
      return "an integer";
    case "boolean":
      return "a boolean";
    default:
      return value instanceof Uint8Array ? `${count(value.length, "byte")}` : "an object";
  }
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}
