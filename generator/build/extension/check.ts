import { nearestName } from "../../source/near-name.ts";
import { childPointer } from "../../source/pointer.ts";
import type { Plain, SourceNode } from "../../source/tree.ts";
import type { BuildContext } from "../context.ts";
import { isList, isObject } from "../fields.ts";
import type { ExtensionSchema } from "./schema-parts.ts";

/**
 * Checks a value of `x-framegate` and gives it back without what is wrong in it, so that one slip leaves
 * the rest in force; undefined when nothing of it is usable. Every slip is a finding of its own.
 *
 * A few dozen lines instead of a schema compiler, because every cold start of `lint` would pay for one.
 */
export function checkExtension(
  context: BuildContext,
  node: SourceNode,
  schema: ExtensionSchema,
): Plain | undefined {
  if (schema.anyOf !== undefined) {
    return checkAnyOf(context, node, schema.anyOf);
  }
  if (!isOfType(node.value, schema.type)) {
    return refuse(context, node, `${shapeOf(node.value)}, expected ${expectedOf(schema)}`);
  }
  if (isObject(node.value)) {
    return checkObject(context, node, node.value, schema);
  }
  if (isList(node.value)) {
    return checkList(context, node, node.value, schema);
  }
  return isInRange(node.value, schema)
    ? node.value
    : refuse(context, node, `${quoted(node.value)}, expected ${expectedOf(schema)}`);
}

function checkAnyOf(
  context: BuildContext,
  node: SourceNode,
  options: readonly ExtensionSchema[],
): Plain | undefined {
  const fitting = options.find(
    (option) => isOfType(node.value, option.type) && isInRange(node.value, option),
  );
  if (fitting !== undefined) {
    return checkExtension(context, node, fitting);
  }
  const expected = options.map(expectedOf).join(" or ");
  return refuse(context, node, `${quoted(node.value)}, expected ${expected}`);
}

function checkObject(
  context: BuildContext,
  node: SourceNode,
  value: { readonly [key: string]: Plain },
  schema: ExtensionSchema,
): Plain | undefined {
  const kept: Record<string, Plain> = Object.create(null);
  for (const [key, item] of Object.entries(value)) {
    const child = { file: node.file, pointer: childPointer(node.pointer, key), value: item };
    const rule = ruleFor(schema, key);
    if (rule === false) {
      reportUnknownKey(context, child, key, Object.keys(schema.properties ?? {}));
      continue;
    }
    const checked = rule === true ? item : checkExtension(context, child, rule);
    if (checked !== undefined) {
      kept[key] = checked;
    }
  }
  for (const key of schema.required ?? []) {
    if (!Object.hasOwn(value, key)) {
      return refuse(context, node, `without "${key}", which it needs`);
    }
    if (!Object.hasOwn(kept, key)) {
      return undefined;
    }
  }
  return kept;
}

function ruleFor(schema: ExtensionSchema, key: string): ExtensionSchema | boolean {
  const properties = schema.properties ?? {};
  return (
    (Object.hasOwn(properties, key) && properties[key]) || (schema.additionalProperties ?? true)
  );
}

function reportUnknownKey(
  context: BuildContext,
  node: SourceNode,
  key: string,
  known: readonly string[],
): void {
  const meant = nearestName(key, known);
  context.find(
    "extension-unknown-key",
    node,
    `x-framegate has no key "${key}" here`,
    meant === null ? `keys here: ${known.join(", ")}` : `did you mean "${meant}"?`,
  );
}

function checkList(
  context: BuildContext,
  node: SourceNode,
  value: readonly Plain[],
  schema: ExtensionSchema,
): Plain {
  const items = schema.items;
  if (items === undefined) {
    return value;
  }
  return value.flatMap((item, index) => {
    const child = { file: node.file, pointer: childPointer(node.pointer, index), value: item };
    const checked = checkExtension(context, child, items);
    return checked === undefined ? [] : [checked];
  });
}

function refuse(context: BuildContext, node: SourceNode, found: string): undefined {
  const key = node.pointer.slice(node.pointer.lastIndexOf("/") + 1);
  context.find("extension-value", node, `"${key}" is ${found}`);
  return undefined;
}

const IS_OF_TYPE: Readonly<
  Record<NonNullable<ExtensionSchema["type"]>, (value: Plain) => boolean>
> = {
  null: (value) => value === null,
  array: isList,
  object: isObject,
  integer: (value) => typeof value === "number" && Number.isSafeInteger(value),
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
};

function isOfType(value: Plain, type: ExtensionSchema["type"]): boolean {
  return type === undefined || IS_OF_TYPE[type](value);
}

function isInRange(value: Plain, schema: ExtensionSchema): boolean {
  if (typeof value === "number") {
    return value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity);
  }
  if (typeof value !== "string") {
    return true;
  }
  return (
    (schema.enum?.includes(value) ?? true) &&
    value.length >= (schema.minLength ?? 0) &&
    (schema.pattern === undefined || new RegExp(schema.pattern, "u").test(value))
  );
}

function expectedOf(schema: ExtensionSchema): string {
  if (schema.enum !== undefined) {
    return `one of ${schema.enum.map((word) => `"${word}"`).join(", ")}`;
  }
  if (schema.type === "integer") {
    return `a whole number from ${schema.minimum ?? 0} to ${schema.maximum ?? "any"}`;
  }
  if (schema.pattern !== undefined) {
    return `a text that matches ${schema.pattern}`;
  }
  const words: Readonly<Record<string, string>> = {
    object: "an object",
    array: "a list",
    string: "a text",
    boolean: "true or false",
    number: "a number",
    null: "null",
  };
  return words[schema.type ?? ""] ?? "a value";
}

function shapeOf(value: Plain): string {
  if (value === null) {
    return "null";
  }
  if (isList(value)) {
    return "a list";
  }
  return isObject(value) ? "an object" : quoted(value);
}

/** A value as a finding quotes it: at most 40 characters. */
function quoted(value: Plain): string {
  if (typeof value === "object") {
    return shapeOf(value);
  }
  const text = String(value);
  return typeof value === "string" ? `"${text.slice(0, 40)}"` : text.slice(0, 40);
}
