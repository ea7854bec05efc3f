/**
 * What a value is, in words, without a trace of the value: `a string of 12 characters`, `nothing`.
 */
export function describeShape(value: unknown): string {
  switch (typeof value) {
    case "undefined":
      return "nothing";
    case "boolean":
      return "a boolean";
    case "string":
      return `a string of ${counted(value.length, "character")}`;
    case "number":
      return describeNumber(value);
    case "bigint":
      return "an integer";
    case "object":
      return describeObject(value);
    default:
      return "something else";
  }
}

function describeNumber(value: number): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? "not a number" : "a number too large";
  }
  return Number.isInteger(value) ? "an integer" : "a number with a fraction";
}

function describeObject(value: object | null): string {
  if (value === null) {
    return "null";
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? "an empty array" : `an array of ${counted(value.length, "item")}`;
  }
  if (value instanceof Uint8Array) {
    return counted(value.byteLength, "byte");
  }
  const size = Object.keys(value).length;
  return size === 0 ? "an empty object" : `an object of ${counted(size, "member")}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
