import type { AvroNames, AvroType } from "./avro-types.ts";
import { CodecError } from "./codec.ts";

/** Writes one datum; of a union the first branch that fits the value. */
export class AvroWriter {
  readonly #named: AvroNames;
  readonly #parts: Uint8Array[] = [];

  constructor(named: AvroNames) {
    this.#named = named;
  }

  /** The bytes of a value. */
  datum(type: AvroType, value: unknown): Uint8Array {
    this.#write(type, value);
    return Buffer.concat(this.#parts);
  }

  #write(type: AvroType, value: unknown): void {
    if (!this.#fits(type, value)) {
      throw new CodecError(`${type.kind} expected`);
    }
    switch (type.kind) {
      case "array":
        return this.#array(type.item, listOf(value));
      case "map":
        return this.#map(type.value, entriesOf(value));
      case "record":
        return this.#record(type, value);
      case "union":
        return this.#union(type.options, value);
      case "enum":
        return this.#long(BigInt(type.symbols.indexOf(String(value))));
      case "fixed":
        return this.#push(Buffer.from(String(value), "latin1"));
      case "named":
        return this.#write(this.#lookup(type.name), value);
      default:
        return this.#primitive(type.kind, value);
    }
  }

  #primitive(kind: AvroType["kind"], value: unknown): void {
    switch (kind) {
      case "null":
        return;
      case "boolean":
        return this.#push(Buffer.of(value === true ? 1 : 0));
      case "int":
      case "long":
        return this.#long(typeof value === "bigint" ? value : BigInt(Number(value)));
      case "float":
      case "double":
        return this.#float(kind, Number(value));
      default: {
        const bytes = Buffer.from(String(value), kind === "bytes" ? "latin1" : "utf8");
        this.#long(BigInt(bytes.length));
        this.#push(bytes);
      }
    }
  }

  #float(kind: "float" | "double", value: number): void {
    const bytes = Buffer.alloc(kind === "float" ? 4 : 8);
    if (kind === "float") {
      bytes.writeFloatLE(value);
    } else {
      bytes.writeDoubleLE(value);
    }
    this.#push(bytes);
  }

  #long(value: bigint): void {
    const bytes: number[] = [];
    let bits = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
    while (bits > 0x7fn) {
      bytes.push(Number(bits & 0x7fn) | 0x80);
      bits >>= 7n;
    }
    this.#push(Buffer.from([...bytes, Number(bits)]));
  }

  #array(item: AvroType, items: readonly unknown[]): void {
    if (items.length > 0) {
      this.#long(BigInt(items.length));
      items.forEach((one) => this.#write(item, one));
    }
    this.#long(0n);
  }

  #map(value: AvroType, entries: readonly (readonly [string, unknown])[]): void {
    if (entries.length > 0) {
      this.#long(BigInt(entries.length));
    }
    for (const [key, member] of entries) {
      this.#write({ kind: "string" }, key);
      this.#write(value, member);
    }
    this.#long(0n);
  }

  #record(type: Extract<AvroType, { kind: "record" }>, value: unknown): void {
    const members = new Map(entriesOf(value));
    for (const field of type.fields) {
      // A member that may be null may be left out: its default in all schemas people write.
      this.#write(field.type, members.get(field.name) ?? null);
    }
  }

  #union(options: readonly AvroType[], value: unknown): void {
    const index = options.findIndex((option) => this.#fits(option, value));
    const option = options[index];
    if (option === undefined) {
      throw new CodecError("no branch of a union fits");
    }
    this.#long(BigInt(index));
    this.#write(option, value);
  }

  #fits(type: AvroType, value: unknown): boolean {
    switch (type.kind) {
      case "null":
        return value === null;
      case "boolean":
        return typeof value === "boolean";
      case "int":
        return typeof value === "number" && (value | 0) === value;
      case "long":
        return typeof value === "bigint" || Number.isInteger(value);
      case "float":
      case "double":
        return typeof value === "number" || typeof value === "bigint";
      case "bytes":
      case "string":
        return typeof value === "string";
      case "fixed":
        return typeof value === "string" && value.length === type.size;
      case "enum":
        return typeof value === "string" && type.symbols.includes(value);
      case "array":
        return Array.isArray(value);
      case "map":
        return isObject(value);
      case "record":
        return isObject(value) && this.#fitsRecord(type, value);
      case "union":
        return type.options.some((option) => this.#fits(option, value));
      case "named":
        return this.#fits(this.#lookup(type.name), value);
    }
  }

  /** Shallow, so that the work stays linear: the mandatory members are there, and no other. */
  #fitsRecord(type: Extract<AvroType, { kind: "record" }>, value: object): boolean {
    const names = new Set(type.fields.map((field) => field.name));
    const isKnown = Object.keys(value).every((name) => names.has(name));
    return (
      isKnown &&
      type.fields.every((field) => Object.hasOwn(value, field.name) || this.#fits(field.type, null))
    );
  }

  #lookup(name: string): AvroType {
    const type = this.#named.get(name);
    if (type === undefined) {
      throw new CodecError("the Avro schema is incomplete");
    }
    return type;
  }

  #push(bytes: Uint8Array): void {
    this.#parts.push(bytes);
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : [];
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
