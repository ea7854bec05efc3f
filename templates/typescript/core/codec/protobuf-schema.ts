/** A table with what is looked up in it for every payload. */
import type { ProtobufForms } from "./protobuf-forms.ts";
import type {
  ProtobufField,
  ProtobufMessage,
  ProtobufScalar,
  ProtobufTable,
  ProtobufType,
} from "./protobuf-table.ts";

/** All messages of a payload, made ready. */
export interface Schema {
  readonly messages: readonly Message[];
  readonly enums: readonly Enum[];
  readonly named: ReadonlyMap<string, number>;
  readonly forms: ProtobufForms | null;
}

/** A message whose fields are found by number and by name. */
export interface Message {
  readonly form: ProtobufMessage["form"];
  readonly fields: readonly ProtobufField[];
  readonly byNumber: ReadonlyMap<number, ProtobufField>;
  readonly byName: ReadonlyMap<string, ProtobufField>;
  readonly required: readonly ProtobufField[];
}

/** An enum both ways. */
export interface Enum {
  readonly nameOf: ReadonlyMap<number, string>;
  readonly numberOf: ReadonlyMap<string, number>;
  /** Number of its first value, which stands for nothing having been said. */
  readonly zero: number;
  readonly isClosed: boolean;
  readonly isNull: boolean;
}

/** Makes a table ready for reading and writing. Throws where it needs forms that are not given. */
export function prepare(table: ProtobufTable, forms: ProtobufForms | null): Schema {
  if (forms === null && table.messages.some(({ form }) => form !== null)) {
    throw new Error("the table has types of Google's: give protobuf the forms protobufForms");
  }
  return {
    messages: table.messages.map(({ form, fields }) => ({
      form,
      fields,
      byNumber: new Map(fields.map((field) => [field.number, field])),
      byName: new Map(fields.map((field) => [field.name, field])),
      required: fields.filter((field) => field.rule === "required"),
    })),
    enums: table.enums.map(({ values, isClosed, isNull }) => ({
      // Of names with the same number the first is the one that is read.
      nameOf: new Map(values.toReversed().map(([name, number]) => [number, name])),
      numberOf: new Map(values),
      zero: values[0]?.[1] ?? 0,
      isClosed,
      isNull,
    })),
    named: new Map(table.names),
    forms,
  };
}

/** The message or enum of an index; that there is none is a defect of the table. */
export function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new Error("the Protobuf table is incomplete");
  return item;
}

/** Wire types (Protobuf encoding guide, section Message Structure). */
export const VARINT = 0;
export const EIGHT_BYTES = 1;
export const LENGTH = 2;
export const GROUP = 3;
export const GROUP_END = 4;
export const FOUR_BYTES = 5;

/** The wire type of values of a type. */
export function wireTypeOf(type: ProtobufType): number {
  if (typeof type === "object") return "enum" in type ? VARINT : LENGTH;
  return WIRE_TYPES[type] ?? VARINT;
}

const WIRE_TYPES: Partial<Readonly<Record<ProtobufScalar, number>>> = {
  double: EIGHT_BYTES,
  fixed64: EIGHT_BYTES,
  sfixed64: EIGHT_BYTES,
  float: FOUR_BYTES,
  fixed32: FOUR_BYTES,
  sfixed32: FOUR_BYTES,
  string: LENGTH,
  bytes: LENGTH,
};

/** The value that a field of a scalar has where nothing was said, in its JSON form. */
export function zeroOf(type: ProtobufScalar): string | number | boolean {
  if (type === "string" || type === "bytes") return "";
  if (type === "bool") return false;
  return type.endsWith("64") ? "0" : 0;
}
