import type { Enum, Field, Type } from "protobufjs";
import type { JsonSchema } from "../../model/api.ts";
import { isEnum, isMessage, jsonName } from "./proto-read.ts";
import { plainNote, type Notes } from "./notes.ts";
import { asRecord } from "./record.ts";

/** Gives the name of the definition of a message. */
export type NameOfMessage = (type: Type) => string;

/** What the JSON form of Protobuf looks like beyond the message at hand. */
export interface ProtoJson {
  readonly notes: Notes;
  readonly nameOf: NameOfMessage;
  /** JSON that others wrote: 64-bit integers may be numbers. What a decoder writes has strings. */
  readonly isLenient: boolean;
}

/** The JSON Schema of a message in the JSON form of proto3 (Protobuf language guide, section JSON Mapping). */
export function messageSchema(type: Type, json: ProtoJson): JsonSchema {
  const fields = type.fieldsArray.filter((field) => field.declaringField === null);
  const required = fields.filter((field) => field.required).map(jsonName);
  const choices = type.oneofsArray.filter((oneof) => !oneof.isProto3Optional);
  return asRecord([
    ["type", "object"],
    ...(required.length === 0 ? [] : [["required", required] as const]),
    ["properties", asRecord(fields.map((field) => [jsonName(field), noted(field, json)]))],
    ["additionalProperties", false],
    ...dependencies(choices.map((choice) => choice.fieldsArray.map(jsonName))),
  ]);
}

/** Of the fields of a `oneof` at most one is there. */
function dependencies(
  choices: readonly (readonly string[])[],
): readonly (readonly [string, unknown])[] {
  const entries = choices.flatMap((names) =>
    names.map((name) => {
      const others = names
        .filter((other) => other !== name)
        .map((other) => ({ required: [other] }));
      return [name, { not: { anyOf: others } }] as const;
    }),
  );
  const telling = entries.filter(([, { not }]) => not.anyOf.length > 0);
  return telling.length === 0 ? [] : [["dependentSchemas", asRecord(telling)]];
}

function noted(field: Field, json: ProtoJson): JsonSchema {
  const schema = fieldSchema(field, json);
  const isDeprecated: unknown = field.options?.["deprecated"];
  json.notes.keep(schema, plainNote(field.comment, isDeprecated === true));
  return schema;
}

function fieldSchema(field: Field, json: ProtoJson): JsonSchema {
  const value = valueSchema(field, json);
  if (field.map) {
    const keys = keySchema("keyType" in field ? String(field.keyType) : "string");
    return { type: "object", additionalProperties: value, ...keys };
  }
  return field.repeated ? { type: "array", items: value } : { ...asObject(value) };
}

function asObject(schema: JsonSchema): Exclude<JsonSchema, boolean> {
  return typeof schema === "boolean" ? {} : schema;
}

function keySchema(type: string): Exclude<JsonSchema, boolean> {
  if (type === "string") {
    return {};
  }
  return {
    propertyNames: type === "bool" ? { enum: ["true", "false"] } : { pattern: "^-?[0-9]+$" },
  };
}

function valueSchema(field: Field, json: ProtoJson): JsonSchema {
  const target = field.resolvedType;
  if (isEnum(target)) {
    return enumSchema(target);
  }
  if (isMessage(target)) {
    return wellKnown(target.fullName) ?? { $ref: `#/$defs/${json.nameOf(target)}` };
  }
  return scalarSchema(field.type, json.isLenient);
}

/** A value that the enum does not list is refused, though Protobuf itself would carry it. */
function enumSchema(type: Enum): JsonSchema {
  return { enum: Object.keys(type.values) };
}

const NUMBER: JsonSchema = {
  anyOf: [{ type: "number" }, { enum: ["NaN", "Infinity", "-Infinity"] }],
};

function scalarSchema(type: string, isLenient: boolean): JsonSchema {
  switch (type) {
    case "bool":
      return { type: "boolean" };
    case "string":
      return { type: "string" };
    case "bytes":
      return { type: "string", format: "byte" };
    case "float":
    case "double":
      return NUMBER;
    case "int64":
    case "sint64":
    case "sfixed64":
      return longSchema("^-?[0-9]{1,19}$", isLenient);
    case "uint64":
    case "fixed64":
      return longSchema("^[0-9]{1,20}$", isLenient);
    case "uint32":
    case "fixed32":
      return { type: "integer", minimum: 0, maximum: 4_294_967_295 };
    default:
      return { type: "integer", minimum: -2_147_483_648, maximum: 2_147_483_647 };
  }
}

function longSchema(pattern: string, isLenient: boolean): JsonSchema {
  const text = { type: "string", pattern };
  return isLenient ? { anyOf: [text, { type: "integer" }] } : text;
}

/** The JSON forms of Google's own types (section JSON Mapping); null: the type has no form of its own. */
export function wellKnown(fullName: string): JsonSchema | null {
  switch (fullName.replace(".google.protobuf.", "")) {
    case "Timestamp":
      return { type: "string", format: "date-time" };
    case "Duration":
      return { type: "string", pattern: "^-?[0-9]{1,12}(\\.[0-9]{1,9})?s$" };
    case "FieldMask":
      return { type: "string" };
    case "Struct":
    case "Any":
      return { type: "object" };
    case "Value":
      return {};
    case "ListValue":
      return { type: "array" };
    case "DoubleValue":
    case "FloatValue":
      return NUMBER;
    case "Int64Value":
      return longSchema("^-?[0-9]{1,19}$", true);
    case "UInt64Value":
      return longSchema("^[0-9]{1,20}$", true);
    case "Int32Value":
      return scalarSchema("int32", false);
    case "UInt32Value":
      return scalarSchema("uint32", false);
    case "BoolValue":
      return { type: "boolean" };
    case "StringValue":
      return { type: "string" };
    case "BytesValue":
      return { type: "string", format: "byte" };
    default:
      return null;
  }
}
