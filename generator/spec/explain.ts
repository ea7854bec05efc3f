/**
 * Says where and how a value differs from one of AsyncAPI's JSON Schemas (draft-07), in few words. A
 * validator's own list is no use to people here: each `oneOf` of "a Reference or the real thing"
 * yields the errors of all branches. So each choice is decided first, for the branch that fits best,
 * and only that branch's differences are given. Runs only after the compiled schema has said no.
 */
import { isPlainList, isPlainObject } from "../source/plain.ts";
import { childPointer } from "../source/pointer.ts";
import type { Plain, PlainObject } from "../source/tree.ts";
import { distanceOf } from "./fit.ts";
import { scalarMismatches } from "./explain-scalar.ts";
import type { Mismatch } from "./mismatch.ts";
import { isType, typesOf } from "./schema-type.ts";

/** Every difference between a document and the schema of its version; `[]`: it conforms. */
export function explain(schema: Plain, document: Plain): readonly Mismatch[] {
  return new Explainer(schema).explain(schema, { value: document, pointer: "", definition: null });
}

/** Schemas of messages and parameters are read, and their slips reported, by `build/schema`. */
const SCHEMA_DEFINITIONS = new Set([
  "anySchema",
  "avroSchema_v1",
  "json-schema-draft-07-schema",
  "multiFormatSchema",
  "openapiSchema_3_0",
  "schema",
]);

interface Subject {
  readonly value: Plain;
  readonly pointer: string;
  readonly definition: string | null;
}

class Explainer {
  readonly #definitions: PlainObject;
  readonly #known = new WeakMap<object, Map<object, readonly Mismatch[]>>();

  constructor(schema: Plain) {
    const definitions = isPlainObject(schema) ? schema["definitions"] : undefined;
    this.#definitions = isPlainObject(definitions) ? definitions : {};
  }

  explain(schema: Plain | undefined, subject: Subject): readonly Mismatch[] {
    if (schema === false) {
      return [{ kind: "forbidden", pointer: subject.pointer, definition: subject.definition }];
    }
    if (!isPlainObject(schema)) return [];
    const { value } = subject;
    if (typeof value !== "object" || value === null) return this.#all(schema, subject);
    const bySchema = this.#known.get(value) ?? new Map<object, readonly Mismatch[]>();
    this.#known.set(value, bySchema);
    const known = bySchema.get(schema);
    if (known !== undefined) return known;
    // A schema that meets itself at the same value adds nothing.
    bySchema.set(schema, []);
    const found = this.#all(schema, subject);
    bySchema.set(schema, found);
    return found;
  }

  #all(schema: PlainObject, subject: Subject): readonly Mismatch[] {
    const ref = schema["$ref"];
    if (typeof ref === "string") return this.#definition(ref, subject);
    const { value, pointer, definition } = subject;
    const expected = typesOf(schema);
    if (expected.length > 0 && !expected.some((type) => isType(value, type))) {
      return [{ kind: "type", pointer, definition, expected }];
    }
    return [
      ...scalarMismatches(schema, subject),
      ...(isPlainList(value) ? this.#items(schema, value, subject) : []),
      ...(isPlainObject(value) ? this.#members(schema, value, subject) : []),
      ...this.#combined(schema, subject),
    ];
  }

  #definition(ref: string, subject: Subject): readonly Mismatch[] {
    const name = ref.slice("#/definitions/".length);
    if (SCHEMA_DEFINITIONS.has(name)) return [];
    return this.explain(this.#definitions[name], { ...subject, definition: name });
  }

  #items(schema: PlainObject, value: readonly Plain[], subject: Subject): Mismatch[] {
    const { items, additionalItems } = schema;
    return value.flatMap((item, index) => {
      const rule = isPlainList(items) ? (items[index] ?? additionalItems) : items;
      return this.explain(rule, {
        value: item,
        pointer: childPointer(subject.pointer, index),
        definition: null,
      });
    });
  }

  #members(schema: PlainObject, value: PlainObject, subject: Subject): Mismatch[] {
    const found: Mismatch[] = [];
    const { pointer, definition } = subject;
    const required = isPlainList(schema["required"]) ? schema["required"] : [];
    for (const name of required) {
      if (typeof name !== "string" || Object.hasOwn(value, name)) continue;
      found.push({ kind: "missing", pointer, definition, name });
    }
    for (const name of Object.keys(value))
      found.push(...this.#member(schema, value, name, subject));
    return found;
  }

  #member(
    schema: PlainObject,
    value: PlainObject,
    name: string,
    subject: Subject,
  ): readonly Mismatch[] {
    const { pointer, definition } = subject;
    const names = { value: name, pointer, definition };
    if (this.explain(schema["propertyNames"], names).length > 0) {
      return [{ kind: "name", pointer: childPointer(pointer, name), definition, name }];
    }
    const rules = memberRules(schema, name);
    if (rules.length === 0 && schema["additionalProperties"] === false) {
      const known = isPlainObject(schema["properties"]) ? Object.keys(schema["properties"]) : [];
      if (known.length === 0)
        return [{ kind: "name", pointer: childPointer(pointer, name), definition, name }];
      return [{ kind: "unknown", pointer, definition, name, known }];
    }
    const child = {
      value: value[name] ?? null,
      pointer: childPointer(pointer, name),
      definition: null,
    };
    const applied = rules.length > 0 ? rules : [schema["additionalProperties"]];
    return applied.flatMap((rule) => this.explain(rule, child));
  }

  #combined(schema: PlainObject, subject: Subject): readonly Mismatch[] {
    const found: Mismatch[] = [];
    for (const part of listOf(schema["allOf"])) found.push(...this.explain(part, subject));
    for (const keyword of ["anyOf", "oneOf"]) {
      if (Object.hasOwn(schema, keyword))
        found.push(...this.#best(listOf(schema[keyword]), subject));
    }
    if (Object.hasOwn(schema, "if")) {
      const isMet = this.explain(schema["if"], subject).length === 0;
      found.push(...this.explain(schema[isMet ? "then" : "else"], subject));
    }
    const not = schema["not"];
    if (not !== undefined && this.explain(not, subject).length === 0) {
      found.push({ kind: "forbidden", pointer: subject.pointer, definition: subject.definition });
    }
    return found;
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

function listOf(value: Plain | undefined): readonly Plain[] {
  return isPlainList(value) ? value : [];
}

function isReferenceSchema(schema: Plain): boolean {
  return isPlainObject(schema) && schema["$ref"] === "#/definitions/Reference";
}

/** The schemas that apply to a member by its name. */
function memberRules(schema: PlainObject, name: string): Plain[] {
  const rules: Plain[] = [];
  const properties = schema["properties"];
  if (isPlainObject(properties) && Object.hasOwn(properties, name))
    rules.push(properties[name] ?? null);
  const patterns = schema["patternProperties"];
  if (!isPlainObject(patterns)) return rules;
  for (const [pattern, rule] of Object.entries(patterns)) {
    if (new RegExp(pattern, "u").test(name)) rules.push(rule);
  }
  return rules;
}
