/** The words of faults: those of the gateway. */

/** Longest text of the document that is quoted, in UTF-16 units. */
const MAX_QUOTED = 60;
/** Most values that are listed. */
const MAX_LISTED = 8;

/** What a value is, in words, without a trace of the value: `a string of 12 characters`. */
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

/** `1 item`, `2 items`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A value of the document as JSON, cut where it is long. */
export function quoted(value: unknown): string {
  return cut(typeof value === "bigint" ? String(value) : (JSON.stringify(value, asText) ?? ""));
}

function asText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}

/** A text of the document, cut where it is long. */
export function cut(text: string): string {
  return text.length <= MAX_QUOTED ? text : `${text.slice(0, MAX_QUOTED - 1)}…`;
}

/** `one of "gold", "silver"`. */
export function describeValues(values: readonly unknown[]): string {
  if (values.length === 1) {
    return quoted(values[0]);
  }
  const shown = values.slice(0, MAX_LISTED).map(quoted).join(", ");
  return values.length > MAX_LISTED
    ? `one of ${values.length} values: ${shown}, …`
    : `one of ${shown}`;
}

/** `a string`, `a string or null`. */
export function describeKinds(kinds: readonly string[]): string {
  return alternatives(kinds.map(kindWord));
}

function kindWord(kind: string): string {
  return kind === "null" ? kind : `${/^[aio]/u.test(kind) ? "an" : "a"} ${kind}`;
}

/** `a`, `a or b`, `a, b or c`. */
export function alternatives(words: readonly string[]): string {
  const last = words[words.length - 1] ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}
