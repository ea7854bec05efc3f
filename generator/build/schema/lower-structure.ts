import type { JsonSchema } from "../../model/api.ts";
import type { Plain, SourceNode } from "../../source/tree.ts";
import type { Draft, Lowering } from "./draft.ts";
import { compiledPattern } from "./lower-bounds.ts";
import { isList, isObject, itemsOf, memberOf, membersOf, shown } from "./node.ts";
import { asRecord } from "./record.ts";

/** Lowers what says how objects and arrays are made. */
export function lowerStructure(draft: Draft, lowering: Lowering): void {
  lowerProperties(draft, lowering);
  lowerRequired(draft, lowering);
  lowerPatternProperties(draft, lowering);
  for (const keyword of [
    "additionalProperties",
    "unevaluatedProperties",
    "unevaluatedItems",
    "propertyNames",
    "contains",
  ]) {
    lowerInner(draft, keyword, lowering);
  }
  lowerDependencies(draft, lowering);
  lowerItems(draft, lowering);
  if (draft.written["uniqueItems"] === true) {
    draft.out["uniqueItems"] = true;
  }
}

function lowerProperties(draft: Draft, lowering: Lowering): void {
  const node = memberOf(draft.node, "properties");
  if (node === null || node.value === null) {
    return;
  }
  if (!isObject(node.value)) {
    const message = `properties is ${shown(node.value)}, expected schemas by name`;
    lowering.say("schema-keyword-value", node, message);
    return;
  }
  const entries: [string, JsonSchema][] = [];
  for (const [name, member] of membersOf(node)) {
    if (name === "__proto__") {
      lowering.say("schema-proto-property", member, 'property "__proto__" can never be sent');
      continue;
    }
    entries.push([name, lowering.lower(member)]);
  }
  if (entries.length > 0) {
    draft.out["properties"] = asRecord(entries);
  }
}

function lowerRequired(draft: Draft, lowering: Lowering): void {
  const node = memberOf(draft.node, "required");
  const own = node === null ? [] : requiredNames(node, lowering);
  const names = new Set([...own, ...requiredByProperties(draft, lowering)]);
  names.delete("__proto__");
  if (names.size > 0) {
    draft.out["required"] = [...names];
  }
}

function requiredNames(node: SourceNode, lowering: Lowering): readonly string[] {
  if (typeof node.value === "boolean" || node.value === null) {
    // A property's own `required: true` counts in the object that holds it.
    return [];
  }
  if (typeof node.value === "string") {
    lowering.say(
      "schema-keyword-slip",
      node,
      `required is ${shown(node.value)}, read as a list of it`,
    );
    return [node.value];
  }
  const names = isList(node.value) ? node.value : [null];
  const texts = names.filter((name) => typeof name === "string");
  if (texts.length < names.length) {
    const message = `required is ${shown(node.value)}, expected a list of names`;
    lowering.say("schema-keyword-value", node, message);
  }
  return texts;
}

/** Draft-03's `required: true` on a property. */
function requiredByProperties(draft: Draft, lowering: Lowering): readonly string[] {
  const properties = memberOf(draft.node, "properties");
  const found: string[] = [];
  for (const [name, member] of properties === null ? [] : membersOf(properties)) {
    const flag = memberOf(member, "required");
    if (flag === null || typeof flag.value !== "boolean") {
      continue;
    }
    const reading = flag.value ? "mandatory" : "optional";
    lowering.say(
      "schema-required-slip",
      flag,
      `required: ${flag.value} on property ${shown(name)} is read as ${reading}`,
      flag.value ? `write required: [${shown(name)}] beside properties` : "leave it out",
    );
    if (flag.value) {
      found.push(name);
    }
  }
  return found;
}

function lowerPatternProperties(draft: Draft, lowering: Lowering): void {
  const node = memberOf(draft.node, "patternProperties");
  const entries: [string, JsonSchema][] = [];
  for (const [pattern, member] of node === null ? [] : membersOf(node)) {
    const compiled = compiledPattern(pattern, member, lowering);
    if (compiled !== null) {
      entries.push([compiled, lowering.lower(member)]);
    }
  }
  if (entries.length > 0) {
    draft.out["patternProperties"] = asRecord(entries);
  }
}

function lowerInner(draft: Draft, keyword: string, lowering: Lowering): void {
  const node = memberOf(draft.node, keyword);
  if (node === null || node.value === null) {
    return;
  }
  const flag = flagOf(node.value);
  if (flag === null) {
    draft.out[keyword] = lowering.lower(node);
    return;
  }
  if (typeof node.value === "string") {
    lowering.say(
      "schema-keyword-slip",
      node,
      `${keyword} is the text ${shown(node.value)}, read as ${flag}`,
    );
  }
  draft.out[keyword] = flag;
}

function flagOf(value: Plain): boolean | null {
  if (typeof value === "boolean") {
    return value;
  }
  const text = typeof value === "string" ? value.trim().toLowerCase() : "";
  return text === "true" || text === "false" ? text === "true" : null;
}

/** `dependencies` of draft-07 is `dependentRequired` and `dependentSchemas` in one. */
function lowerDependencies(draft: Draft, lowering: Lowering): void {
  const required: [string, readonly Plain[]][] = [];
  const schemas: [string, JsonSchema][] = [];
  for (const keyword of ["dependencies", "dependentRequired", "dependentSchemas"]) {
    const node = memberOf(draft.node, keyword);
    for (const [name, member] of node === null ? [] : membersOf(node)) {
      if (isList(member.value)) {
        required.push([name, member.value.filter((other) => typeof other === "string")]);
        continue;
      }
      schemas.push([name, lowering.lower(member)]);
    }
  }
  if (required.length > 0) {
    draft.out["dependentRequired"] = asRecord(required);
  }
  if (schemas.length > 0) {
    draft.out["dependentSchemas"] = asRecord(schemas);
  }
}

/** `items: [a, b]` with `additionalItems` of the older drafts is `prefixItems` with `items`. */
function lowerItems(draft: Draft, lowering: Lowering): void {
  const items = memberOf(draft.node, "items");
  const prefix = memberOf(draft.node, "prefixItems");
  const isOldTuple = items !== null && isList(items.value);
  const tuple = isOldTuple ? items : prefix;
  if (tuple !== null && isList(tuple.value) && tuple.value.length > 0) {
    draft.out["prefixItems"] = itemsOf(tuple).map((item) => lowering.lower(item));
  }
  const rest = isOldTuple ? memberOf(draft.node, "additionalItems") : items;
  if (rest === null || rest.value === null) {
    return;
  }
  const schema = lowering.lower(rest);
  if (schema !== true) {
    draft.out["items"] = schema;
  }
}
