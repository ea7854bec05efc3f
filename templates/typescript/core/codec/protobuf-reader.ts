import { ByteReader } from "./byte-reader.ts";
import { bytesToText } from "./byte-text.ts";
import { DecodeError, MAX_DEPTH, type BinaryOptions } from "./codec.ts";
import { readScalar, readTag, readVarint32, skipField } from "./protobuf-scalars.ts";
import { at, LENGTH, wireTypeOf, zeroOf, type Message, type Schema } from "./protobuf-schema.ts";
import type { ProtobufField, ProtobufType } from "./protobuf-table.ts";

/** The value of a whole payload: the table's first message. */
export function readProtobuf(
  data: string | Uint8Array,
  schema: Schema,
  options: BinaryOptions,
): unknown {
  return new ProtobufReader(data, schema, options).payload(at(schema.messages, 0));
}

/**
 * The fields of a message while it is read, by number, those of a oneof by its own. A message may come in pieces
 * (encoding guide, section Last One Wins), so that it is a value only when all is read.
 */
type Fields = Map<number, { readonly field: ProtobufField; value: unknown }>;

/** What stands for one value of a field until then. */
type Unfinished = Fields | Uint8Array | string | number | boolean;

class ProtobufReader {
  readonly #reader: ByteReader;
  readonly #schema: Schema;
  readonly #options: BinaryOptions;
  /** Messages around the one that is finished at the moment. */
  #depth = 0;

  constructor(data: string | Uint8Array, schema: Schema, options: BinaryOptions) {
    this.#reader = new ByteReader(data, options);
    this.#schema = schema;
    this.#options = options;
  }

  payload(message: Message): unknown {
    const fields: Fields = new Map();
    this.#message(message, this.#reader.remaining, fields);
    return this.#finished(message, fields);
  }

  /** Reads the fields of a message of so many bytes into what is known of it. */
  #message(message: Message, length: number, fields: Fields): void {
    this.#reader.deeper(() =>
      this.#tags(length, (number, wireType) => {
        const field = message.byNumber.get(number);
        if (field === undefined) skipField(this.#reader, number, wireType);
        else this.#field(field, wireType, fields);
      }),
    );
  }

  /** Calls `read` with each tag of the next `length` bytes; what it reads must end where they do. */
  #tags(length: number, read: (number: number, wireType: number) => void): void {
    const reader = this.#reader;
    const end = reader.at + length;
    while (reader.at < end) {
      const [number, wireType] = readTag(reader);
      read(number, wireType);
    }
    if (reader.at > end) throw new DecodeError("a field that ends with its message", end);
  }

  #field(field: ProtobufField, wireType: number, fields: Fields): void {
    const { type, rule } = field;
    const place = field.oneof === undefined ? field.number : -1 - field.oneof;
    const known = fields.get(place);
    if (rule === "map") {
      const entries = known?.value instanceof Map ? known.value : new Map<string, unknown>();
      this.#entry(field, wireType, entries);
      fields.set(place, { field, value: entries });
      return;
    }
    if (rule === "list" || rule === "packed") {
      const items: unknown[] = Array.isArray(known?.value) ? known.value : [];
      this.#items(type, wireType, items);
      fields.set(place, { field, value: items });
      return;
    }
    const before = known?.field === field ? known.value : undefined;
    const value = this.#value(type, wireType, before);
    const isKept = typeof type === "string" || !("enum" in type) || this.#isNamed(type.enum, value);
    if (isKept) fields.set(place, { field, value });
  }

  #isNamed(index: number, value: unknown): boolean {
    const { isClosed, nameOf } = at(this.#schema.enums, index);
    return !isClosed || (typeof value === "number" && nameOf.has(value));
  }

  /** One item, or many packed into one, whichever of the two the schema would write. */
  #items(type: ProtobufType, wireType: number, items: unknown[]): void {
    const reader = this.#reader;
    const own = wireTypeOf(type);
    if (wireType !== LENGTH || own === LENGTH) {
      items.push(this.#value(type, wireType, undefined));
      return;
    }
    const end = reader.count(readVarint32(reader), 1) + reader.at;
    while (reader.at < end) items.push(this.#value(type, own, undefined));
    if (reader.at > end) throw new DecodeError("an item that ends with its list", end);
  }

  /** An entry of a map is a message of a key and a value (encoding guide, section Maps). */
  #entry(field: ProtobufField, wireType: number, entries: Map<unknown, unknown>): void {
    const reader = this.#reader;
    if (wireType !== LENGTH) throw wrongWireType(reader);
    const { key: keyType = "string", type } = field;
    let key = String(zeroOf(keyType));
    let value: Unfinished | undefined;
    const start = reader.at;
    this.#tags(reader.count(readVarint32(reader), 1), (number, wire) => {
      if (number === 1) key = String(this.#value(keyType, wire, undefined));
      else if (number === 2) value = this.#value(type, wire, value);
      else skipField(reader, number, wire);
    });
    if (key === "__proto__") throw new DecodeError('a key other than "__proto__"', start);
    entries.set(key, value ?? this.#nothing(type));
  }

  #value(type: ProtobufType, wireType: number, before: unknown): Unfinished {
    const reader = this.#reader;
    if (wireType !== wireTypeOf(type)) throw wrongWireType(reader);
    if (typeof type === "string") return readScalar(reader, type);
    if ("enum" in type) return readVarint32(reader) | 0;
    const length = reader.count(readVarint32(reader), 1);
    const fields: Fields = before instanceof Map ? before : new Map();
    this.#message(at(this.#schema.messages, type.message), length, fields);
    return fields;
  }

  /** What an entry has whose value was not said. */
  #nothing(type: ProtobufType): Unfinished {
    if (typeof type === "string") return type === "bytes" ? new Uint8Array() : zeroOf(type);
    return "enum" in type ? at(this.#schema.enums, type.enum).zero : new Map();
  }

  #finished(message: Message, fields: Fields): unknown {
    this.#depth += 1;
    const object: Record<string, unknown> = {};
    for (const { field, value } of fields.values()) {
      if (field.rule !== "implicit" || !this.#isZero(field.type, value)) {
        object[field.name] = this.#finishedField(field, value, message.form !== "Any");
      }
    }
    for (const { name } of message.required) {
      if (!Object.hasOwn(object, name)) throw new DecodeError("a field that is required", null);
    }
    const value = message.form === null ? object : this.#inForm(message, object);
    this.#depth -= 1;
    return value;
  }

  #finishedField(field: ProtobufField, value: unknown, isJson: boolean): unknown {
    if (Array.isArray(value)) {
      return value.map((item) => this.#finishedValue(field.type, item, isJson));
    }
    if (field.rule !== "map" || !(value instanceof Map)) {
      return this.#finishedValue(field.type, value, isJson);
    }
    const object: Record<string, unknown> = {};
    for (const [key, member] of value) {
      object[String(key)] = this.#finishedValue(field.type, member, isJson);
    }
    return object;
  }

  #finishedValue(type: ProtobufType, value: unknown, isJson: boolean): unknown {
    if (value instanceof Uint8Array) {
      return this.#options.bytes === "array" || !isJson ? value : btoa(bytesToText(value));
    }
    if (typeof type === "string") return value;
    if ("message" in type) {
      const fields: Fields = value instanceof Map ? value : new Map();
      return this.#finished(at(this.#schema.messages, type.message), fields);
    }
    const { isNull, nameOf } = at(this.#schema.enums, type.enum);
    return isNull ? null : (nameOf.get(Number(value)) ?? value);
  }

  #isZero(type: ProtobufType, value: unknown): boolean {
    if (value instanceof Uint8Array) return value.length === 0;
    if (typeof type === "string") return Object.is(value, zeroOf(type));
    return "enum" in type && value === at(this.#schema.enums, type.enum).zero;
  }

  #inForm(message: Message, object: Readonly<Record<string, unknown>>): unknown {
    const { forms, named, messages } = this.#schema;
    if (message.form === null || forms === null) return object;
    const [field] = message.fields;
    if (message.form === "Wrapper" && field !== undefined) {
      return object[field.name] ?? this.#finishedValue(field.type, this.#nothing(field.type), true);
    }
    return forms.read(message.form, object, (name, bytes) => {
      const index = named.get(name);
      if (index === undefined) return null;
      const inner = at(messages, index);
      const maxDepth = (this.#options.maxDepth ?? MAX_DEPTH) - this.#depth;
      const nested = new ProtobufReader(bytes, this.#schema, { ...this.#options, maxDepth });
      return { value: nested.payload(inner), hasForm: inner.form !== null };
    });
  }
}

/** What every platform has of the HTML standard. */
declare const btoa: (text: string) => string;

function wrongWireType(reader: ByteReader): DecodeError {
  return new DecodeError("the wire type of the field", reader.at - 1);
}
