import { CodecError } from "./codec.ts";

/** An Avro type, taken apart; named types are referred to by full name, so a recursive one is no cycle. */
export type AvroType =
  | { readonly kind: "null" | "boolean" | "int" | "long" | "float" | "double" | "bytes" | "string" }
  | { readonly kind: "fixed"; readonly size: number }
  | { readonly kind: "enum"; readonly symbols: readonly string[] }
  | { readonly kind: "array"; readonly item: AvroType }
  | { readonly kind: "map"; readonly value: AvroType }
  | { readonly kind: "union"; readonly options: readonly AvroType[] }
  | { readonly kind: "record"; readonly fields: readonly AvroField[] }
  | { readonly kind: "named"; readonly name: string };

export interface AvroField {
  readonly name: string;
  readonly type: AvroType;
}

/** The named types of one schema. */
export type AvroNames = ReadonlyMap<string, AvroType>;

const PRIMITIVES = [
  "null",
  "boolean",
  "int",
  "long",
  "float",
  "double",
  "bytes",
  "string",
] as const;

/** Reads a schema in which names are full ones already: what the compiled model holds. */
export function avroTypes(schema: unknown): { readonly root: AvroType; readonly named: AvroNames } {
  const named = new Map<string, AvroType>();
  const root = typeOf(schema, named);
  return { root, named };
}

function typeOf(schema: unknown, named: Map<string, AvroType>): AvroType {
  if (Array.isArray(schema)) {
    return { kind: "union", options: schema.map((option) => typeOf(option, named)) };
  }
  if (typeof schema === "string") {
    const primitive = PRIMITIVES.find((kind) => kind === schema);
    return primitive === undefined ? { kind: "named", name: schema } : { kind: primitive };
  }
  if (!isObject(schema)) {
    throw new CodecError("the Avro schema is malformed");
  }
  return complexType(schema, named);
}

function complexType(
  schema: Readonly<Record<string, unknown>>,
  named: Map<string, AvroType>,
): AvroType {
  switch (schema["type"]) {
    case "array":
      return { kind: "array", item: typeOf(schema["items"], named) };
    case "map":
      return { kind: "map", value: typeOf(schema["values"], named) };
    case "fixed":
      return declare(schema, { kind: "fixed", size: Number(schema["size"]) }, named);
    case "enum":
      return declare(
        schema,
        { kind: "enum", symbols: listOf(schema["symbols"]).map(String) },
        named,
      );
    case "record":
      return declare(schema, { kind: "record", fields: fieldsOf(schema, named) }, named);
    default:
      return typeOf(schema["type"], named);
  }
}

function fieldsOf(
  schema: Readonly<Record<string, unknown>>,
  named: Map<string, AvroType>,
): readonly AvroField[] {
  return listOf(schema["fields"])
    .filter(isObject)
    .map((field) => ({ name: String(field["name"]), type: typeOf(field["type"], named) }));
}

function declare(
  schema: Readonly<Record<string, unknown>>,
  type: AvroType,
  named: Map<string, AvroType>,
): AvroType {
  const name = String(schema["name"]);
  named.set(name, type);
  return { kind: "named", name };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
