/** Is `value` of this JSON Schema type, or one of these; no type at all admits everything. */
export function isOfType(value: unknown, type: unknown): boolean {
  const names: readonly unknown[] = Array.isArray(type) ? type : [type];
  return type === undefined || names.some((name) => isNamed(value, name));
}

/** Bytes are checked as text, and integers of 64 bits are integers. */
function isNamed(value: unknown, type: unknown): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !isListOrBytes(value);
    case "string":
      return typeof value === "string" || value instanceof Uint8Array;
    case "integer":
      return typeof value === "bigint" || Number.isInteger(value);
    case "number":
      return typeof value === "bigint" || typeof value === "number";
    default:
      return typeof value === type;
  }
}

function isListOrBytes(value: object): boolean {
  return Array.isArray(value) || value instanceof Uint8Array;
}
