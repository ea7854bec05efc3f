import type { DescEnum, DescField, DescMessage, FileRegistry } from "@bufbuild/protobuf";
import type { Payload } from "../../../model/api.ts";
import { isWrapper, registryOf } from "./descriptors.ts";
import type {
  ProtobufEnum,
  ProtobufField,
  ProtobufForm,
  ProtobufMessage,
  ProtobufScalar,
  ProtobufTable,
  ProtobufType,
} from "../../../../templates/typescript/core/codec/protobuf-table.ts";

type ProtobufPayload = Extract<Payload, { kind: "protobuf" }>;

/** The table by which an SDK reads and writes a payload: the message and all that it can hold. */
export function protobufTable({
  descriptors,
  messageType,
}: Pick<ProtobufPayload, "descriptors" | "messageType">): ProtobufTable {
  const registry = registryOf(descriptors);
  const root = registry.getMessage(messageType);
  if (root === undefined) throw new Error(`the descriptors lack message "${messageType}"`);
  const collected = new Collected();
  collected.message(root);
  const messages: ProtobufMessage[] = [];
  // Grows while messages are read, and once more where one of them can hold any other.
  for (const desc of collected.messages) {
    if (formOf(desc) === "Any") collected.everything(registry);
    messages.push(messageOf(desc, collected));
  }
  return { messages, enums: collected.enums.map(enumOf), names: collected.names };
}

/** Whether the codec of a table needs `protobufForms`. */
export function needsForms({ messages }: ProtobufTable): boolean {
  return messages.some(({ form }) => form !== null);
}

/** What was met so far; each has its place in the list as its index. */
class Collected {
  readonly messages: DescMessage[] = [];
  readonly enums: DescEnum[] = [];
  readonly names: (readonly [string, number])[] = [];
  readonly #indexes = new Map<DescMessage | DescEnum, number>();

  message(desc: DescMessage): number {
    return this.#index(desc, this.messages);
  }

  enum(desc: DescEnum): number {
    return this.#index(desc, this.enums);
  }

  /** Names every message, for those that may hold any. */
  everything(registry: FileRegistry): void {
    if (this.names.length > 0) return;
    for (const desc of registry) {
      if (desc.kind === "message") this.names.push([desc.typeName, this.message(desc)]);
    }
  }

  #index<Desc extends DescMessage | DescEnum>(desc: Desc, list: Desc[]): number {
    const index = this.#indexes.get(desc) ?? list.push(desc) - 1;
    this.#indexes.set(desc, index);
    return index;
  }
}

function messageOf(desc: DescMessage, collected: Collected): ProtobufMessage {
  const fields = desc.fields
    // Neither the gateway nor JSON in JavaScript has a member of that name that could be relied on.
    .filter((field) => field.jsonName !== "__proto__")
    .toSorted((one, other) => one.number - other.number)
    .map((field) => fieldOf(field, collected));
  return { form: formOf(desc), fields };
}

const FORMS: readonly ProtobufForm[] = [
  "Any",
  "Duration",
  "FieldMask",
  "ListValue",
  "Struct",
  "Timestamp",
  "Value",
];

function formOf(desc: DescMessage): ProtobufForm | null {
  const prefix = "google.protobuf.";
  if (!desc.typeName.startsWith(prefix)) return null;
  if (isWrapper(desc)) return "Wrapper";
  return FORMS.find((form) => prefix + form === desc.typeName) ?? null;
}

function fieldOf(field: DescField, collected: Collected): ProtobufField {
  const oneof = field.oneof === undefined ? -1 : field.parent.oneofs.indexOf(field.oneof);
  return {
    number: field.number,
    name: field.jsonName,
    type: typeOf(field, collected),
    rule: ruleOf(field),
    ...(field.fieldKind === "map" ? { key: scalarOf(field.mapKey) } : {}),
    ...(oneof < 0 ? {} : { oneof }),
  };
}

/** `FeatureSet.FieldPresence` of descriptor.proto. */
const [IMPLICIT, REQUIRED] = [2, 3];

function ruleOf(field: DescField): ProtobufField["rule"] {
  if (field.fieldKind === "map") return "map";
  if (field.fieldKind === "list") return field.packed ? "packed" : "list";
  if (field.oneof !== undefined) return "explicit";
  const presence: number = field.presence;
  if (presence === REQUIRED) return "required";
  return presence === IMPLICIT ? "implicit" : "explicit";
}

function typeOf(field: DescField, collected: Collected): ProtobufType {
  if (field.message !== undefined) return { message: collected.message(field.message) };
  if (field.enum !== undefined) return { enum: collected.enum(field.enum) };
  return scalarOf(field.scalar);
}

/** By `FieldDescriptorProto.Type` of descriptor.proto, whose numbers descriptors have. */
const SCALARS: Readonly<Record<number, ProtobufScalar>> = {
  1: "double",
  2: "float",
  3: "int64",
  4: "uint64",
  5: "int32",
  6: "fixed64",
  7: "fixed32",
  8: "bool",
  9: "string",
  12: "bytes",
  13: "uint32",
  15: "sfixed32",
  16: "sfixed64",
  17: "sint32",
  18: "sint64",
};

function scalarOf(number: number | undefined): ProtobufScalar {
  const scalar = SCALARS[number ?? 0];
  if (scalar === undefined) throw new Error(`scalar ${String(number)} is none of Protobuf's`);
  return scalar;
}

function enumOf(desc: DescEnum): ProtobufEnum {
  return {
    values: desc.values.map(({ name, number }) => [name, number] as const),
    isClosed: !desc.open,
    isNull: desc.typeName === "google.protobuf.NullValue",
  };
}
