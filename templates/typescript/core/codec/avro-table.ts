/** An Avro schema as generated code holds it: plain data, without the names of types. */
export interface AvroTable {
  readonly root: AvroType;
  /** Records, enums and fixed types, to which others refer by their index here. */
  readonly named: readonly AvroNamedType[];
}

/** A type by its name, by its index, or described. */
export type AvroType =
  | AvroPrimitive
  | number
  | { readonly array: AvroType }
  | { readonly map: AvroType }
  | { readonly union: readonly AvroType[] };

/** A type that the schema gives a name. A record has its fields in the order in which they are written. */
export type AvroNamedType =
  | { readonly record: readonly (readonly [name: string, type: AvroType])[] }
  | { readonly enum: readonly string[] }
  | { readonly fixed: number };

/** Types that every schema knows. */
export type AvroPrimitive =
  "null" | "boolean" | "int" | "long" | "float" | "double" | "bytes" | "string";
