import {
  createFileRegistry,
  fromBinary,
  fromJson,
  toBinary,
  toJson,
  type DescMessage,
  type FileRegistry,
  type JsonValue,
} from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import type { Message } from "../../contract/v1.ts";
import { CodecError, type CodecMaker } from "./codec.ts";

/**
 * Protobuf, read by reflection over the message's descriptors: no code is generated or evaluated. The value is the
 * JSON form of proto3: names in camelCase, 64-bit integers and bytes (base64) as strings, enums by name. Fields
 * that the schema does not know are skipped, as Protobuf has it.
 */
export const protobufCodec: CodecMaker = {
  encoding: "protobuf",
  create: (message, context) => {
    const { type, registry } = descriptorsOf(message);
    const hasOpenKeys = holdsTextKeys(type, new Set());
    return {
      decode: (payload) => {
        if (hasOpenKeys && Buffer.from(payload).includes("__proto__")) {
          throw new CodecError('a key is "__proto__"', { isGuard: true });
        }
        const options = { recursionLimit: context.depth, readUnknownFields: false };
        return toJson(type, fromBinary(type, payload, options), { registry });
      },
      encode: (value) => toBinary(type, fromJson(type, jsonOf(value), { registry })),
    };
  },
};

interface Descriptors {
  readonly type: DescMessage;
  readonly registry: FileRegistry;
}

/** Read once for a set, however many messages share it. */
const REGISTRIES = new Map<string, FileRegistry>();

function descriptorsOf({ codec }: Message): Descriptors {
  if (codec?.kind !== "protobuf") {
    throw new CodecError("the message has no Protobuf schema");
  }
  const known = REGISTRIES.get(codec.descriptors);
  const registry = known ?? registryOf(codec.descriptors);
  REGISTRIES.set(codec.descriptors, registry);
  const type = registry.getMessage(codec.messageType);
  if (type === undefined) {
    throw new CodecError("the Protobuf schema lacks the message");
  }
  return { type, registry };
}

function registryOf(base64: string): FileRegistry {
  return createFileRegistry(fromBinary(FileDescriptorSetSchema, Buffer.from(base64, "base64")));
}

/** Whether keys of the JSON form can be whatever a sender likes: maps by string, and `Struct`. */
function holdsTextKeys(type: DescMessage, passed: Set<string>): boolean {
  if (passed.has(type.typeName)) {
    return false;
  }
  passed.add(type.typeName);
  return type.fields.some((field) => {
    if (field.fieldKind === "map") {
      const isOpen = field.mapKind === "message" && holdsTextKeys(field.message, passed);
      return isOpen || isTextKey(field.mapKey);
    }
    return field.message !== undefined && holdsTextKeys(field.message, passed);
  });
}

/** `ScalarType.STRING` of descriptor.proto. */
function isTextKey(scalar: number): boolean {
  return scalar === 9;
}

/** A value that is JSON by construction: it came from JSON, or is about to be refused by `fromJson`. */
function jsonOf(value: unknown): JsonValue {
  const text: unknown = JSON.parse(JSON.stringify(value));
  return isJson(text) ? text : null;
}

function isJson(value: unknown): value is JsonValue {
  return value !== undefined;
}
