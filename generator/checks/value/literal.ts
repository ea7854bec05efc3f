import { literal } from "../../render/code.ts";
import { isRecord } from "../record.ts";

/** JSON data of a document as an expression of JavaScript: nothing in it can be anything but data. */
export function dataCode(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(dataCode).join(", ")}]`;
  }
  if (isRecord(value)) {
    const members = Object.entries(value).map(
      ([key, inner]) => `${keyCode(key)}: ${dataCode(inner)}`,
    );
    return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
  }
  return scalarCode(value);
}

/** A string, number, boolean or null; what JSON does not have is null. */
function scalarCode(value: unknown): string {
  switch (typeof value) {
    case "string":
    case "boolean":
      return literal(value);
    case "number":
      return Number.isFinite(value) ? literal(value) : "null";
    case "bigint":
      return numberCode(value.toString());
    default:
      return "null";
  }
}

const INTEGER = /^-?(?:0|[1-9]\d*)$/u;

/** A number of which the document says `text`: where no double is that integer, as a bigint. */
export function numberCode(text: string): string {
  const isExact = !INTEGER.test(text) || BigInt(Number(text)) === BigInt(text);
  return isExact ? literal(Number(text)) : `${text}n`;
}

/** The key of a member in an object literal: `__proto__` would be no member but the prototype. */
function keyCode(key: string): string {
  return key === "__proto__" ? '["__proto__"]' : isPlainName(key) ? key : literal(key);
}

/** A name that may stand behind a dot. */
export function isPlainName(name: string): boolean {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/u.test(name);
}

/** Tokens of a JSON text: strings and numbers; the rest stays as it is. */
const TOKENS = /"(?:[^"\\]|\\.)*"\s*:?|-?\d[\d.eE+-]*/gu;

/** A JSON text of the document as an expression, with every digit of its integers. */
export function exactDataCode(json: string): string {
  return json.replaceAll(TOKENS, (token) => {
    if (!token.startsWith('"')) {
      return numberCode(token);
    }
    const text: unknown = JSON.parse(token.replace(/\s*:$/u, ""));
    return token.endsWith(":") ? `${keyCode(String(text))}: ` : literal(String(text));
  });
}
