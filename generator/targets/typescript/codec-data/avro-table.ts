import type { Payload } from "../../../model/api.ts";
import type {
  AvroNamedType,
  AvroPrimitive,
  AvroTable,
  AvroType,
} from "../../../../templates/typescript/core/codec/avro-table.ts";

type AvroPayload = Extract<Payload, { kind: "avro" }>;

/** The table by which an SDK reads and writes a payload. Throws where the model's schema is not a resolved one. */
export function avroTable({ avro }: Pick<AvroPayload, "avro">): AvroTable {
  const collected: Collected = { indexes: new Map(), named: [] };
  const root = typeOf(avro, collected);
  return { root, named: collected.named };
}

interface Collected {
  /** Of the types that have a name, by it. */
  readonly indexes: Map<string, number>;
  readonly named: AvroNamedType[];
}

const PRIMITIVES: readonly AvroPrimitive[] = [
  "null",
  "boolean",
  "int",
  "long",
  "float",
  "double",
  "bytes",
  "string",
];

function typeOf(schema: unknown, collected: Collected): AvroType {
  if (Array.isArray(schema)) {
    return { union: schema.map((option) => typeOf(option, collected)) };
  }
  if (typeof schema === "string") return byName(schema, collected);
  if (!isObject(schema)) throw malformed(schema);
  switch (schema["type"]) {
    case "array":
      return { array: typeOf(schema["items"], collected) };
    case "map":
      return { map: typeOf(schema["values"], collected) };
    case "fixed":
      return declared(schema, collected, () => ({ fixed: Number(schema["size"]) }));
    case "enum":
      return declared(schema, collected, () => ({ enum: listOf(schema["symbols"]).map(String) }));
    case "record":
      return declared(schema, collected, () => ({ record: fieldsOf(schema, collected) }));
    default:
      return typeOf(schema["type"], collected);
  }
}

function byName(name: string, { indexes }: Collected): AvroType {
  const known = PRIMITIVES.find((primitive) => primitive === name) ?? indexes.get(name);
  if (known === undefined) throw malformed(name);
  return known;
}

/** Gives a type its index before it is read, because it may refer to itself. */
function declared(
  schema: Readonly<Record<string, unknown>>,
  { indexes, named }: Collected,
  read: () => AvroNamedType,
): number {
  const index = named.length;
  indexes.set(String(schema["name"]), index);
  named.push({ fixed: 0 });
  named[index] = read();
  return index;
}

function fieldsOf(
  schema: Readonly<Record<string, unknown>>,
  collected: Collected,
): readonly (readonly [string, AvroType])[] {
  return listOf(schema["fields"])
    .filter(isObject)
    .map((field) => [String(field["name"]), typeOf(field["type"], collected)] as const);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function malformed(schema: unknown): Error {
  return new Error(`${JSON.stringify(schema)} is no resolved Avro schema`);
}
