import { ByteWriter, isPlain } from "./byte-writer.ts";
import type { CodecOptions } from "./codec.ts";
import { writeScalar } from "./protobuf-write-scalar.ts";
import { at, LENGTH, wireTypeOf, zeroOf, type Message, type Schema } from "./protobuf-schema.ts";
import type { ProtobufField, ProtobufScalar, ProtobufType } from "./protobuf-table.ts";
import { writeVarint } from "./varint.ts";

/** The bytes of a value of the table's first message. */
export function writeProtobuf(value: unknown, schema: Schema, options: CodecOptions): Uint8Array {
  const writer = new ByteWriter(options);
  new ProtobufWriter(writer, schema).message(at(schema.messages, 0), value);
  return writer.written();
}

class ProtobufWriter {
  readonly #writer: ByteWriter;
  readonly #schema: Schema;

  constructor(writer: ByteWriter, schema: Schema) {
    this.#writer = writer;
    this.#schema = schema;
  }

  message(message: Message, value: unknown): void {
    this.#writer.deeper(() => {
      const object = message.form === null ? value : this.#outOfForm(message, value);
      if (!isPlain(object)) throw this.#writer.wrong("an object", object);
      this.#fields(message, object);
    });
  }

  #fields(message: Message, object: object): void {
    const writer = this.#writer;
    const values = this.#given(message, object);
    for (const field of message.fields) {
      if (!values.has(field) && field.rule !== "required") continue;
      this.#within(message, field.name, () => {
        if (!values.has(field)) throw writer.problem("a value", "not there");
        this.#field(field, values.get(field));
      });
    }
  }

  /** The fields that a value has something for. */
  #given(message: Message, object: object): ReadonlyMap<ProtobufField, unknown> {
    const writer = this.#writer;
    const values = new Map<ProtobufField, unknown>();
    const oneofs = new Set<number>();
    const all: [string, unknown][] = Object.entries(object);
    for (const [name, value] of all) {
      if (value === undefined) continue;
      const field = message.byName.get(name);
      this.#within(message, name, () => {
        if (field === undefined) throw writer.wrong("a field of the message", value);
        if (value === null && !this.#takesNull(field)) return;
        if (field.oneof !== undefined && oneofs.has(field.oneof)) {
          throw writer.problem("one of the fields that exclude each other", "a second one");
        }
        if (field.oneof !== undefined) oneofs.add(field.oneof);
        values.set(field, value);
      });
    }
    return values;
  }

  /** What has a form of its own has no members in the value, so that its fields are no part of a pointer. */
  #within(message: Message, name: string, write: () => void): void {
    if (message.form === null) this.#writer.within(name, write);
    else write();
  }

  /** Null is a value where JSON has one, and else the same as nothing. */
  #takesNull({ type, rule }: ProtobufField): boolean {
    if (typeof type === "string" || rule === "list" || rule === "packed" || rule === "map") {
      return false;
    }
    return "enum" in type
      ? at(this.#schema.enums, type.enum).isNull
      : at(this.#schema.messages, type.message).form === "Value";
  }

  #field(field: ProtobufField, value: unknown): void {
    switch (field.rule) {
      case "list":
        return this.#each(value, (item) => this.#tagged(field.number, field.type, item));
      case "packed":
        return this.#packed(field, value);
      case "map":
        return this.#map(field, value);
      case "implicit":
        if (!this.#isZero(field.type, value)) this.#tagged(field.number, field.type, value);
        return;
      default:
        return this.#tagged(field.number, field.type, value);
    }
  }

  #each(value: unknown, write: (item: unknown) => void): void {
    if (!Array.isArray(value)) throw this.#writer.wrong("an array", value);
    for (let index = 0; index < value.length; index += 1) {
      this.#writer.within(index, () => write(value[index]));
    }
  }

  #packed(field: ProtobufField, value: unknown): void {
    if (Array.isArray(value) && value.length === 0) return;
    writeVarint(this.#writer, tagOf(field.number, LENGTH));
    this.#delimited(() => this.#each(value, (item) => this.#value(field.type, item)));
  }

  #map({ number, key = "string", type }: ProtobufField, value: unknown): void {
    const writer = this.#writer;
    if (!isPlain(value)) throw writer.wrong("an object", value);
    const all: [string, unknown][] = Object.entries(value);
    for (const [name, member] of all) {
      if (member === undefined) continue;
      writer.within(name, () => {
        if (name === "__proto__") throw writer.problem("another name", "a member that is refused");
        writeVarint(writer, tagOf(number, LENGTH));
        this.#delimited(() => {
          this.#tagged(1, key, this.#keyOf(key, name));
          this.#tagged(2, type, member);
        });
      });
    }
  }

  /** Keys of maps are strings in JSON, whatever they are in Protobuf. */
  #keyOf(type: ProtobufScalar, name: string): string | number | boolean {
    if (type === "string") return name;
    if (type === "bool" && (name === "true" || name === "false")) return name === "true";
    if (type === "bool" || !/^(?:0|-?[1-9][0-9]{0,19})$/.test(name)) {
      throw this.#writer.problem(`a key of type ${type}`, "another key");
    }
    return zeroOf(type) === 0 ? Number(name) : name;
  }

  #tagged(number: number, type: ProtobufType, value: unknown): void {
    writeVarint(this.#writer, tagOf(number, wireTypeOf(type)));
    this.#value(type, value);
  }

  #value(type: ProtobufType, value: unknown): void {
    if (typeof type === "string") return writeScalar(this.#writer, type, value);
    if ("enum" in type) return this.#enum(type.enum, value);
    this.#delimited(() => this.message(at(this.#schema.messages, type.message), value));
  }

  #enum(index: number, value: unknown): void {
    const { isNull, isClosed, numberOf, nameOf } = at(this.#schema.enums, index);
    const named = typeof value === "string" ? numberOf.get(value) : value;
    const number = isNull && value === null ? 0 : named;
    const isKnown = typeof number === "number" && (number | 0) === number;
    if (!isKnown || (isClosed && !nameOf.has(number))) {
      throw this.#writer.wrong("a value of the enum", value);
    }
    writeInt32(this.#writer, number);
  }

  #isZero(type: ProtobufType, value: unknown): boolean {
    if (value instanceof Uint8Array) return value.length === 0;
    if (typeof type === "string") {
      return Object.is(value, zeroOf(type)) || (value === 0 && type.endsWith("64")) || value === 0n;
    }
    if (!("enum" in type)) return false;
    const { zero, nameOf, numberOf, isNull } = at(this.#schema.enums, type.enum);
    if (isNull) return true;
    return value === zero || value === nameOf.get(zero) || numberOf.get(String(value)) === zero;
  }

  /** Writes what has its length before it. */
  #delimited(write: () => void): void {
    const writer = this.#writer;
    const content = writer.aside(write);
    writeVarint(writer, content.length);
    writer.raw(content);
  }

  #outOfForm(message: Message, value: unknown): unknown {
    const { forms, named, messages } = this.#schema;
    if (message.form === null || forms === null) return value;
    const [field] = message.fields;
    if (message.form === "Wrapper") {
      if (value === null || value === undefined) throw this.#writer.wrong("a value", value);
      return { [field?.name ?? "value"]: value };
    }
    const written = forms.write(message.form, value, (name) => {
      const index = named.get(name);
      if (index === undefined) return null;
      const inner = at(messages, index);
      return {
        hasForm: inner.form !== null,
        encode: (nested) => this.#writer.aside(() => this.message(inner, nested)),
      };
    });
    if (typeof written === "string") throw this.#writer.wrong(written, value);
    return written;
  }
}

function tagOf(number: number, wireType: number): number {
  return number * 8 + wireType;
}

/** Negative ones take ten bytes, as those of 64 bits do. */
function writeInt32(writer: ByteWriter, value: number): void {
  writeVarint(writer, value < 0 ? BigInt.asUintN(64, BigInt(value)) : value);
}
