import type { Type } from "protobufjs";
import type { SourceNode } from "../../source/tree.ts";
import type { Say } from "./findings.ts";
import { memberOf } from "./node.ts";
import { plainNote } from "./notes.ts";
import { descriptorsOf } from "./proto-descriptors.ts";
import { isMessage, readProto, type ProtoFile } from "./proto-read.ts";
import { messageSchema, wellKnown, type ProtoJson } from "./proto-schema.ts";
import type { SchemaTable } from "./table.ts";

/** A Protobuf message with what a decoder needs and the JSON Schema of its JSON form. */
export interface LoweredProtobuf {
  /** A serialised `google.protobuf.FileDescriptorSet`, base64. */
  readonly descriptors: string;
  /** Fully qualified, without a leading dot. */
  readonly messageType: string;
  readonly schema: string;
}

/** What is known of the message whose payload it is. */
export interface ProtobufRequest {
  readonly schema: SourceNode;
  readonly message: SourceNode;
  readonly messageId: string;
  /** What `schemaFormat` says; a `syntax` in the text wins. */
  readonly version: 2 | 3;
  /** The payload travels as JSON that others wrote. */
  readonly isJson: boolean;
}

/** Reads the text of a .proto file and finds the message in it that the payload is. */
export function lowerProtobuf(
  request: ProtobufRequest,
  table: SchemaTable,
  say: Say,
): LoweredProtobuf | null {
  const { schema } = request;
  if (typeof schema.value !== "string") {
    say("schema-protobuf", schema, "a Protobuf schema is the text of a .proto file");
    return null;
  }
  try {
    const file = readProto(schema.value, request.version);
    const root = rootMessage(file, request);
    if (root === null) {
      const names = topLevel(file).map((type) => `"${type.name}"`);
      say(
        "schema-protobuf",
        schema,
        `the text declares ${names.length} messages that could be the payload: ${names.join(", ")}`,
        "call the message like one of them",
      );
      return null;
    }
    return {
      descriptors: descriptorsOf(file),
      messageType: root.fullName.replace(/^\./u, ""),
      schema: defineMessages(root, request, table),
    };
  } catch (error) {
    // The parser is a library's and the text a stranger's: whatever it throws is about the text.
    const reason = error instanceof Error ? error.message : String(error);
    say("schema-protobuf", schema, `the Protobuf schema is not read: ${reason}`);
    return null;
  }
}

function topLevel(file: ProtoFile): readonly Type[] {
  return file.messages.filter((type) => !isMessage(type.parent));
}

/** By the name of the message, else the one that no other message holds. */
function rootMessage(file: ProtoFile, request: ProtobufRequest): Type | null {
  const name = memberOf(request.message, "name")?.value;
  const wanted = [name, request.messageId, request.messageId.split(".").at(-1)];
  const plain = new Set(wanted.filter((one) => typeof one === "string").map(withoutCase));
  const candidates = topLevel(file);
  const named = candidates.filter((type) => plain.has(withoutCase(type.name)));
  const used = new Set(file.messages.flatMap((type) => typesUsedBy(type)));
  const unused = candidates.filter((type) => !used.has(type));
  const [root] = named.length === 1 ? named : unused;
  return root !== undefined && (named.length === 1 || unused.length === 1) ? root : null;
}

function typesUsedBy(type: Type): readonly Type[] {
  return type.fieldsArray
    .map((field) => field.resolvedType)
    .filter((target) => isMessage(target))
    .filter((target) => target !== type);
}

function withoutCase(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** Defines the root and all messages that it can hold. */
function defineMessages(root: Type, request: ProtobufRequest, table: SchemaTable): string {
  const names = new Map<Type, string>();
  const pending: Type[] = [];
  const json: ProtoJson = {
    notes: table.notes,
    isLenient: request.isJson,
    nameOf: (type) => {
      const known = names.get(type);
      if (known !== undefined) {
        return known;
      }
      const pointer = `${request.schema.pointer}/${type.fullName.slice(1)}`;
      const name = table.reserve({ file: request.schema.file, pointer }, localName(type));
      names.set(type, name);
      pending.push(type);
      return name;
    },
  };
  const rootName = json.nameOf(root);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const schema = wellKnown(next.fullName) ?? messageSchema(next, json);
    table.define(json.nameOf(next), schema, plainNote(next.comment));
  }
  return rootName;
}

/** `Reading.Value` for a message in a message; packages say nothing to a reader of the document. */
function localName(type: Type): string {
  return isMessage(type.parent) ? `${localName(type.parent)}.${type.name}` : type.name;
}
