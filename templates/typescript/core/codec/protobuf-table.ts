/** The messages of a Protobuf payload as generated code holds them: plain data, without descriptors. */
export interface ProtobufTable {
  /** The payload's message first; messages refer to each other by their index here. */
  readonly messages: readonly ProtobufMessage[];
  readonly enums: readonly ProtobufEnum[];
  /** Full names of messages, for `google.protobuf.Any`; `[]` where that does not occur. */
  readonly names: readonly (readonly [name: string, message: number])[];
}

/** One message. */
export interface ProtobufMessage {
  /** The JSON form of its own that a type of Google's has; null: its fields are the members of an object. */
  readonly form: ProtobufForm | null;
  /** In the order of their numbers. */
  readonly fields: readonly ProtobufField[];
}

/** Types of Google's that have a JSON form of their own (Protobuf language guide, section JSON Mapping). */
export type ProtobufForm =
  "Any" | "Duration" | "FieldMask" | "ListValue" | "Struct" | "Timestamp" | "Value" | "Wrapper";

/** One field of a message. */
export interface ProtobufField {
  readonly number: number;
  /** What it is called in JSON. */
  readonly name: string;
  readonly type: ProtobufType;
  /**
   * How often it is there: `implicit` where it holds more than a zero, `explicit` or not, `required`, as a `list` whose
   * items stand alone or `packed` into one, or as a `map`, whose `key` says what its keys are.
   */
  readonly rule: "implicit" | "explicit" | "required" | "list" | "packed" | "map";
  readonly key?: ProtobufScalar;
  /** Of the fields of a message with the same number here at most one is there. */
  readonly oneof?: number;
}

/** A scalar, or the index of a message or an enum. */
export type ProtobufType =
  ProtobufScalar | { readonly message: number } | { readonly enum: number };

/** Scalars (Protobuf language guide, section Scalar Value Types). */
export type ProtobufScalar =
  | "double"
  | "float"
  | "int32"
  | "int64"
  | "uint32"
  | "uint64"
  | "sint32"
  | "sint64"
  | "fixed32"
  | "fixed64"
  | "sfixed32"
  | "sfixed64"
  | "bool"
  | "string"
  | "bytes";

/** One enum. Of names with the same number the first is the one that is read. */
export interface ProtobufEnum {
  readonly values: readonly (readonly [name: string, number: number])[];
  /** Numbers that it does not name are left out (proto2), where there are no others in their place. */
  readonly isClosed: boolean;
  /** `google.protobuf.NullValue`, which is null in JSON. */
  readonly isNull: boolean;
}
