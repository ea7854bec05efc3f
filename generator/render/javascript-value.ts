import { literal, propertyKey, type Code } from "./code.ts";

/** Plain data to be printed as JavaScript, with finished expressions in it. */
export type JavaScriptValue =
  | string
  | number
  | boolean
  | null
  | Expression
  | readonly JavaScriptValue[]
  | { readonly [name: string]: JavaScriptValue };

/** A finished expression of a typed writer: a name, a call. */
export class Expression {
  readonly code: Code;

  constructor(code: Code) {
    this.code = code;
  }
}

const COLUMNS = 100;

/**
 * The text of a value where an expression may stand: short objects and lists on one line, others with one member on a
 * line, two spaces deeper than `indent`. A member `__proto__` is a member like others.
 */
export function printJavaScript(value: JavaScriptValue, indent = ""): string {
  if (value instanceof Expression) {
    return value.code;
  }
  if (typeof value !== "object" || value === null) {
    return literal(value);
  }
  const short = inLine(value);
  return indent.length + short.length <= COLUMNS - 20 ? short : inLines(value, indent);
}

function inLine(value: Exclude<JavaScriptValue, string | number | boolean | null>): string {
  const items = members(value).map(([key, item]) => key + printJavaScript(item, ""));
  const text = items.join(", ");
  return isList(value) ? `[${text}]` : items.length === 0 ? "{}" : `{ ${text} }`;
}

function inLines(
  value: Exclude<JavaScriptValue, string | number | boolean | null>,
  indent: string,
): string {
  const inner = `${indent}  `;
  const lines = members(value).map(
    ([key, item]) => `${inner}${key}${printJavaScript(item, inner)},\n`,
  );
  return isList(value) ? `[\n${lines.join("")}${indent}]` : `{\n${lines.join("")}${indent}}`;
}

function members(value: object): [string, JavaScriptValue][] {
  return isList(value)
    ? value.map((item) => ["", item])
    : Object.entries(value).map(([name, item]: [string, JavaScriptValue]) => [
        `${keyOf(name)}: `,
        item,
      ]);
}

/** Without brackets `__proto__` would set the prototype. */
function keyOf(name: string): string {
  return name === "__proto__" ? '["__proto__"]' : propertyKey(name);
}

function isList(value: unknown): value is readonly JavaScriptValue[] {
  return Array.isArray(value);
}
