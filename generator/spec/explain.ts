/**
 * Says where and how a value differs from one of AsyncAPI's JSON Schemas (draft-07), in few words. A
 * validator's own list is no use to people here: each `oneOf` of "a Reference or the real thing"
 * yields the errors of all branches. So each choice is decided first, for the branch that fits best,
 * and only that branch's differences are given. The schema is a table that is walked: for a process
 * that reads one document this is faster than to load and run half a megabyte of compiled code.
 */
import { isPlainList, isPlainObject } from "../source/plain.ts";
import { childPointer } from "../source/pointer.ts";
import type { Plain, PlainObject } from "../source/tree.ts";
import { distanceOf } from "./fit.ts";
import { addScalarMismatches, createMatcher, type Matcher } from "./explain-scalar.ts";
import type { Mismatch } from "./mismatch.ts";
import { isType, typesOf } from "./schema-type.ts";
import { Subject } from "./subject.ts";

/** Every difference between a document and the schema of its version; `[]`: it conforms. */
export function explain(schema: Plain, document: Plain): readonly Mismatch[] {
  return new Explainer(schema).explain(schema, new Subject(document));
}

/** Schemas that describe the same object, by their names; each object is held against each once. */
type Known = Map<string, readonly Mismatch[]>;

class Explainer {
  readonly #definitions: PlainObject;
  readonly #known = new Map<object, Known>();
  readonly #matches = createMatcher();

  constructor(schema: Plain) {
    const definitions = isPlainObject(schema) ? schema["definitions"] : undefined;
    this.#definitions = isPlainObject(definitions) ? definitions : {};
  }

  explain(schema: Plain | undefined, subject: Subject): readonly Mismatch[] {
    const found: Mismatch[] = [];
    this.#add(schema, subject, found);
    return found;
  }

  #add(schema: Plain | undefined, subject: Subject, found: Mismatch[]): void {
    const { value, definition } = subject;
    if (schema === false) {
      found.push({ kind: "forbidden", pointer: subject.pointer, definition });
    }
    if (!isPlainObject(schema)) return;
    const ref = schema["$ref"];
    if (typeof ref === "string") {
      for (const one of this.#ofDefinition(ref, subject)) found.push(one);
      return;
    }
    const expected = typesOf(schema);
    if (expected.length > 0 && !expected.some((type) => isType(value, type))) {
      found.push({ kind: "type", pointer: subject.pointer, definition, expected });
      return;
    }
    addScalarMismatches(schema, subject, found, this.#matches);
    if (isPlainList(value)) this.#addItems(schema, value, subject, found);
    else if (isPlainObject(value)) this.#addMembers(schema, value, subject, found);
    this.#addCombined(schema, subject, found);
  }

  #ofDefinition(ref: string, subject: Subject): readonly Mismatch[] {
    const name = ref.slice("#/definitions/".length);
    const { value } = subject;
    const named = subject.here(value, name);
    if (typeof value !== "object" || value === null) {
      return this.explain(this.#definitions[name], named);
    }
    const known = this.#known.get(value) ?? new Map<string, readonly Mismatch[]>();
    this.#known.set(value, known);
    const before = known.get(name);
    if (before !== undefined) return before;
    // A schema that meets itself at the same value adds nothing.
    known.set(name, []);
    const found = this.explain(this.#definitions[name], named);
    known.set(name, found);
    return found;
  }

  #addItems(
    schema: PlainObject,
    value: readonly Plain[],
    subject: Subject,
    found: Mismatch[],
  ): void {
    const { items, additionalItems } = schema;
    if (items === undefined) return;
    for (const [index, item] of value.entries()) {
      const rule = isPlainList(items) ? (items[index] ?? additionalItems) : items;
      this.#add(rule, subject.child(item, index), found);
    }
  }

  #addMembers(schema: PlainObject, value: PlainObject, subject: Subject, found: Mismatch[]): void {
    for (const name of listOf(schema["required"])) {
      if (typeof name !== "string" || Object.hasOwn(value, name)) continue;
      const { pointer, definition } = subject;
      found.push({ kind: "missing", pointer, definition, name });
    }
    if (LOOKS_AT_MEMBERS.some((keyword) => schema[keyword] !== undefined)) {
      for (const name of Object.keys(value)) this.#addMember(schema, name, subject, found);
    }
  }

  #addMember(schema: PlainObject, name: string, subject: Subject, found: Mismatch[]): void {
    const { value, definition } = subject;
    const names = schema["propertyNames"];
    if (names !== undefined && this.explain(names, subject.here(name, definition)).length > 0) {
      found.push(misnamed(subject, name));
      return;
    }
    const rules = memberRules(schema, name, this.#matches);
    if (rules.length === 0 && schema["additionalProperties"] === false) {
      const known = isPlainObject(schema["properties"]) ? Object.keys(schema["properties"]) : [];
      const { pointer } = subject;
      found.push(
        known.length === 0
          ? misnamed(subject, name)
          : { kind: "unknown", pointer, definition, name, known },
      );
      return;
    }
    const applied = rules.length > 0 ? rules : [schema["additionalProperties"]];
    const child = subject.child(isPlainObject(value) ? (value[name] ?? null) : null, name);
    for (const rule of applied) this.#add(rule, child, found);
  }

  #addCombined(schema: PlainObject, subject: Subject, found: Mismatch[]): void {
    for (const part of listOf(schema["allOf"])) this.#add(part, subject, found);
    for (const keyword of ["anyOf", "oneOf"]) {
      const branches = schema[keyword];
      if (branches !== undefined) {
        for (const one of this.#best(listOf(branches), subject)) found.push(one);
      }
    }
    if (schema["if"] !== undefined) {
      const isMet = this.explain(schema["if"], subject).length === 0;
      this.#add(schema[isMet ? "then" : "else"], subject, found);
    }
    const not = schema["not"];
    if (not !== undefined && this.explain(not, subject).length === 0) {
      found.push({ kind: "forbidden", pointer: subject.pointer, definition: subject.definition });
    }
  }

  /** The differences from the branch that the author most probably meant. */
  #best(branches: readonly Plain[], subject: Subject): readonly Mismatch[] {
    const isReferring = isPlainObject(subject.value) && typeof subject.value["$ref"] === "string";
    const references = branches.filter(isReferenceSchema);
    const others = branches.filter((branch) => !isReferenceSchema(branch));
    const tried = isReferring && references.length > 0 ? references : others;
    let best: readonly Mismatch[] = [];
    let bestDistance = Number.POSITIVE_INFINITY;
    for (const branch of tried.length > 0 ? tried : branches) {
      const found = this.explain(branch, subject);
      if (found.length === 0) return [];
      const distance = distanceOf(found, subject.pointer);
      if (distance < bestDistance) [best, bestDistance] = [found, distance];
    }
    return best;
  }
}

/** Without one of these, members may be anything. */
const LOOKS_AT_MEMBERS = [
  "properties",
  "patternProperties",
  "additionalProperties",
  "propertyNames",
];

function misnamed({ pointer, definition }: Subject, name: string): Mismatch {
  return { kind: "name", pointer: childPointer(pointer, name), definition, name };
}

function listOf(value: Plain | undefined): readonly Plain[] {
  return isPlainList(value) ? value : NONE;
}

const NONE: readonly Plain[] = [];

function isReferenceSchema(schema: Plain): boolean {
  return isPlainObject(schema) && schema["$ref"] === "#/definitions/Reference";
}

/** The schemas that apply to a member by its name. */
function memberRules(schema: PlainObject, name: string, matches: Matcher): Plain[] {
  const rules: Plain[] = [];
  const { properties, patternProperties } = schema;
  if (isPlainObject(properties) && Object.hasOwn(properties, name)) {
    rules.push(properties[name] ?? null);
  }
  if (!isPlainObject(patternProperties)) return rules;
  for (const pattern of Object.keys(patternProperties)) {
    if (matches(pattern, name)) rules.push(patternProperties[pattern] ?? null);
  }
  return rules;
}
