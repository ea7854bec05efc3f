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
  return inLine(value, COLUMNS - 20 - indent.length) ?? inLines(value, indent);
}

/** On one line of at most `columns`; null: it does not fit. */
function inLine(value: Container, columns: number): string | null {
  const [open, close] = isList(value) ? ["[", "]"] : ["{ ", " }"];
  let text = "";
  for (const [key, item] of members(value)) {
    const left = columns - text.length - key.length;
    const printed = isContainer(item) ? inLine(item, left) : printJavaScript(item);
    if (printed === null || printed.length > left) {
      return null;
    }
    text += `${text === "" ? "" : ", "}${key}${printed}`;
  }
  const whole = text === "" && !isList(value) ? "{}" : open + text + close;
  return whole.length <= columns ? whole : null;
}

/** A list or an object. */
type Container = Exclude<JavaScriptValue, string | number | boolean | null | Expression>;

function isContainer(value: JavaScriptValue): value is Container {
  return typeof value === "object" && value !== null && !(value instanceof Expression);
}

function inLines(value: Container, indent: string): string {
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
