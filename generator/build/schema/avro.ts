import type { JsonSchema } from "../../model/api.ts";
import type { Plain, PlainObject, SourceNode } from "../../source/tree.ts";
import type { Say } from "./findings.ts";
import { isList, isObject, itemsOf, memberOf, shown } from "./node.ts";
import { plainNote } from "./notes.ts";
import { asRecord } from "./record.ts";
import type { SchemaTable } from "./table.ts";

/** An Avro schema with its names resolved, and the JSON Schema of its values. */
export interface LoweredAvro {
  /** Names are full ones; each named type stands where it is first met and is referred to by name elsewhere. */
  readonly avro: unknown;
  readonly schema: string;
}

/**
 * Reads an Avro schema (Avro 1.12, section Schema Declaration). Values are plain: a union's value stands for itself,
 * `bytes` and `fixed` are strings with one character per byte; logical types are not interpreted.
 */
export function lowerAvro(
  node: SourceNode,
  messageId: string,
  table: SchemaTable,
  say: Say,
): LoweredAvro | null {
  const state: State = { table, say, named: new Map(), failed: false };
  const root = read(node, { namespace: "", depth: 0, wanted: messageId, state });
  if (state.failed) {
    return null;
  }
  return { avro: root.avro, schema: nameOf(root.schema, node, messageId, state) };
}

/** A part of the schema in both languages. */
interface Both {
  readonly avro: unknown;
  readonly schema: JsonSchema;
}

interface State {
  readonly table: SchemaTable;
  readonly say: Say;
  /** The JSON Schema that refers to a named type. */
  readonly named: Map<string, JsonSchema>;
  failed: boolean;
}

interface Step {
  readonly namespace: string;
  readonly depth: number;
  readonly wanted: string;
  readonly state: State;
}

const MAX_DEPTH = 100;
const UNREAD: Both = { avro: "null", schema: true };

const PRIMITIVES: Readonly<Record<string, JsonSchema>> = {
  null: { type: "null" },
  boolean: { type: "boolean" },
  int: { type: "integer", minimum: -2_147_483_648, maximum: 2_147_483_647 },
  long: { type: "integer" },
  float: { type: "number" },
  double: { type: "number" },
  bytes: { type: "string", pattern: "^[\\u0000-\\u00ff]*$", format: "binary" },
  string: { type: "string" },
};

function read(node: SourceNode, step: Step): Both {
  if (step.depth > MAX_DEPTH) {
    return fail(node, "the Avro schema is nested too deep", step);
  }
  if (isList(node.value)) {
    return readUnion(node, step);
  }
  if (isObject(node.value)) {
    return readComplex(node, node.value, step);
  }
  return typeof node.value === "string"
    ? readName(node, node.value, step)
    : fail(node, `${shown(node.value)} is no Avro schema`, step);
}

function readName(node: SourceNode, name: string, step: Step): Both {
  const primitive = Object.hasOwn(PRIMITIVES, name) ? PRIMITIVES[name] : undefined;
  if (primitive !== undefined) {
    return { avro: name, schema: primitive };
  }
  const full = fullName(name, step.namespace);
  const known = step.state.named.get(full);
  return known === undefined
    ? fail(node, `Avro type ${shown(name)} is not declared before it is used`, step)
    : { avro: full, schema: known };
}

function readUnion(node: SourceNode, step: Step): Both {
  const options = itemsOf(node).map((item) => read(item, { ...step, depth: step.depth + 1 }));
  if (options.length === 0) {
    return fail(node, "an Avro union is empty", step);
  }
  return {
    avro: options.map((option) => option.avro),
    schema: { anyOf: options.map((option) => option.schema) },
  };
}

function readComplex(node: SourceNode, written: PlainObject, step: Step): Both {
  const deeper = { ...step, depth: step.depth + 1 };
  switch (written["type"]) {
    case "record":
    case "error":
      return readRecord(node, written, deeper);
    case "enum":
      return readEnum(node, written, deeper);
    case "fixed":
      return readFixed(node, written, deeper);
    case "array": {
      const item = readMember(node, "items", deeper);
      return {
        avro: { type: "array", items: item.avro },
        schema: { type: "array", items: item.schema },
      };
    }
    case "map": {
      const value = readMember(node, "values", deeper);
      return {
        avro: { type: "map", values: value.avro },
        schema: { type: "object", additionalProperties: value.schema },
      };
    }
    default:
      return readMember(node, "type", deeper);
  }
}

function readMember(node: SourceNode, key: string, step: Step): Both {
  const member = memberOf(node, key);
  return member === null ? fail(node, `the Avro schema lacks "${key}"`, step) : read(member, step);
}

function readRecord(node: SourceNode, written: PlainObject, step: Step): Both {
  const name = declaredName(node, written, step);
  const fields = memberOf(node, "fields");
  if (name === null || fields === null || !isList(fields.value)) {
    return fail(node, 'an Avro record needs "name" and "fields"', step);
  }
  const { table, named } = step.state;
  const definition = table.reserve(node, shortName(name));
  const reference: JsonSchema = { $ref: `#/$defs/${definition}` };
  named.set(name, reference);
  const inner = { ...step, namespace: namespaceOf(name) };
  const members = itemsOf(fields).flatMap((field) => readField(field, inner, table) ?? []);
  const required = members.filter((member) => !member.hasDefault).map((member) => member.name);
  const schema = asRecord([
    ["type", "object"],
    ...(required.length === 0 ? [] : [["required", required] as const]),
    ["properties", asRecord(members.map((member) => [member.name, member.schema]))],
    ["additionalProperties", false],
  ]);
  table.define(definition, schema, plainNote(textOf(written["doc"])));
  const avroFields = members.map((member) => ({ name: member.name, type: member.avro }));
  return { avro: { type: "record", name, fields: avroFields }, schema: reference };
}

interface AvroField extends Both {
  readonly name: string;
  readonly hasDefault: boolean;
}

function readField(node: SourceNode, step: Step, table: SchemaTable): AvroField | null {
  const name = isObject(node.value) ? node.value["name"] : null;
  if (typeof name !== "string" || name === "__proto__" || !isObject(node.value)) {
    fail(node, 'an Avro field needs a "name"', step);
    return null;
  }
  const both = readMember(node, "type", step);
  const description = textOf(node.value["doc"]);
  const schema = typeof both.schema === "boolean" ? both.schema : { ...both.schema };
  table.notes.keep(schema, plainNote(description));
  return { name, avro: both.avro, schema, hasDefault: Object.hasOwn(node.value, "default") };
}

function readEnum(node: SourceNode, written: PlainObject, step: Step): Both {
  const name = declaredName(node, written, step);
  const symbols = written["symbols"];
  const texts = isList(symbols) ? symbols.filter(isText) : [];
  if (name === null || texts.length === 0) {
    return fail(node, 'an Avro enum needs "name" and "symbols"', step);
  }
  const schema: JsonSchema = { enum: texts };
  step.state.named.set(name, schema);
  return { avro: { type: "enum", name, symbols: texts }, schema };
}

function readFixed(node: SourceNode, written: PlainObject, step: Step): Both {
  const name = declaredName(node, written, step);
  const size = written["size"];
  if (name === null || typeof size !== "number" || !Number.isInteger(size) || size < 0) {
    return fail(node, 'an Avro fixed needs "name" and a "size" in bytes', step);
  }
  const schema: JsonSchema = {
    type: "string",
    minLength: size,
    maxLength: size,
    pattern: "^[\\u0000-\\u00ff]*$",
    format: "binary",
  };
  step.state.named.set(name, schema);
  return { avro: { type: "fixed", name, size }, schema };
}

function declaredName(node: SourceNode, written: PlainObject, step: Step): string | null {
  const { name, namespace } = written;
  if (typeof name !== "string" || !/^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name)) {
    return null;
  }
  const full = fullName(name, typeof namespace === "string" ? namespace : step.namespace);
  if (step.state.named.has(full)) {
    fail(node, `Avro type ${shown(full)} is declared twice`, step);
  }
  return full;
}

function fullName(name: string, namespace: string): string {
  return name.includes(".") || namespace === "" ? name : `${namespace}.${name}`;
}

function namespaceOf(fullName: string): string {
  return fullName.split(".").slice(0, -1).join(".");
}

function shortName(fullName: string): string {
  return fullName.split(".").at(-1) ?? fullName;
}

/** A record is a definition already; any other root becomes one. */
function nameOf(schema: JsonSchema, node: SourceNode, messageId: string, { table }: State): string {
  const reference = typeof schema === "boolean" ? null : schema["$ref"];
  if (typeof reference === "string") {
    return reference.slice("#/$defs/".length);
  }
  const name = table.reserve(node, messageId);
  table.define(name, schema, plainNote(null));
  return name;
}

function fail(node: SourceNode, message: string, step: Step): Both {
  step.state.failed = true;
  step.state.say("schema-avro", node, message);
  return UNREAD;
}

function textOf(value: Plain | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function isText(value: Plain): value is string {
  return typeof value === "string";
}
