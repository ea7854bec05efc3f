import { createRequire } from "node:module";
import type { Enum, Field, Namespace, Type } from "protobufjs";
import { isEnum, isMessage, isNamespace, jsonName, type ProtoFile } from "./proto-read.ts";

const require = createRequire(import.meta.url);

/** Records of descriptor.proto in their JSON form. */
type Json = { readonly [key: string]: JsonValue };
type JsonValue = string | number | boolean | Json | readonly JsonValue[];

/**
 * The descriptors of a .proto text as a serialised `google.protobuf.FileDescriptorSet`, base64: one file a
 * package, type names absolute. protobufjs's own writer gives relative names, which no other reader takes.
 */
export function descriptorsOf(file: ProtoFile): string {
  const packages = packagesOf(file.root);
  const files = packages.map((one, index) => fileOf(one, file.syntax, packages.slice(0, index)));
  const { fromJson, toBinary } =
    require("@bufbuild/protobuf") as typeof import("@bufbuild/protobuf");
  const { FileDescriptorSetSchema } =
    require("@bufbuild/protobuf/wkt") as typeof import("@bufbuild/protobuf/wkt");
  const set = fromJson(FileDescriptorSetSchema, { file: files } as never);
  return Buffer.from(toBinary(FileDescriptorSetSchema, set)).toString("base64");
}

/** Namespaces that hold types, Google's first, so that each file may depend on those before it. */
function packagesOf(root: Namespace): readonly Namespace[] {
  const found: Namespace[] = [];
  const visit = (namespace: Namespace) => {
    if (namespace.nestedArray.some((one) => isMessage(one) || isEnum(one))) {
      found.push(namespace);
    }
    namespace.nestedArray
      .filter((one) => isNamespace(one) && !isMessage(one))
      .forEach((one) => isNamespace(one) && visit(one));
  };
  visit(root);
  const isGoogle = (namespace: Namespace) => nameOf(namespace).startsWith("google.protobuf");
  return [...found.filter(isGoogle), ...found.filter((one) => !isGoogle(one))];
}

function fileOf(one: Namespace, syntax: string, before: readonly Namespace[]): Json {
  const packageName = nameOf(one);
  const isGoogle = packageName.startsWith("google.protobuf");
  return {
    name: fileName(packageName),
    ...(packageName === "" ? {} : { package: packageName }),
    dependency: before.map((other) => fileName(nameOf(other))),
    messageType: one.nestedArray.filter(isMessage).map((type) => messageOf(type, syntax)),
    enumType: one.nestedArray.filter(isEnum).map(enumOf),
    ...(syntax === "proto3" || isGoogle ? { syntax: "proto3" } : {}),
  };
}

function fileName(packageName: string): string {
  return `${packageName === "" ? "messages" : packageName}.proto`;
}

/** Full name without the leading dot. */
function nameOf(one: { readonly fullName: string }): string {
  return one.fullName.replace(/^\./u, "");
}

function messageOf(type: Type, syntax: string): Json {
  const oneofs = [...type.oneofsArray].toSorted(
    (a, b) => Number(a.isProto3Optional) - Number(b.isProto3Optional),
  );
  const fields = type.fieldsArray.filter((field) => field.declaringField === null);
  const maps = fields.filter((field) => field.map);
  return {
    name: type.name,
    field: fields.map((field) =>
      fieldOf(
        field,
        syntax,
        oneofs.findIndex((oneof) => oneof === field.partOf),
      ),
    ),
    oneofDecl: oneofs.map((oneof) => ({ name: oneof.name })),
    nestedType: [
      ...type.nestedArray.filter(isMessage).map((nested) => messageOf(nested, syntax)),
      ...maps.map(mapEntryOf),
    ],
    enumType: type.nestedArray.filter(isEnum).map(enumOf),
  };
}

function fieldOf(field: Field, syntax: string, oneofIndex: number): Json {
  return {
    name: field.name,
    number: field.id,
    label: labelOf(field),
    ...(field.map ? mapTypeOf(field) : typeOf(field)),
    jsonName: jsonName(field),
    ...(oneofIndex < 0 ? {} : { oneofIndex }),
    ...(field.partOf?.isProto3Optional === true ? { proto3Optional: true } : {}),
    ...(field.repeated && !field.map ? packedOf(field, syntax) : {}),
  };
}

function labelOf(field: Field): string {
  if (field.repeated || field.map) {
    return "LABEL_REPEATED";
  }
  return field.required ? "LABEL_REQUIRED" : "LABEL_OPTIONAL";
}

/** Readers take both forms of repeated numbers; this is what writers make. */
function packedOf(field: Field, syntax: string): Json {
  const isScalar = field.resolvedType === null || isEnum(field.resolvedType);
  const canBePacked = isScalar && field.type !== "string" && field.type !== "bytes";
  if (!canBePacked) {
    return {};
  }
  const stated: unknown = field.options?.["packed"];
  const packed = typeof stated === "boolean" ? stated : syntax === "proto3";
  return { options: { packed } };
}

function typeOf(field: Field): Json {
  const target = field.resolvedType;
  if (target === null) {
    return { type: `TYPE_${field.type.toUpperCase()}` };
  }
  return { type: isEnum(target) ? "TYPE_ENUM" : "TYPE_MESSAGE", typeName: target.fullName };
}

function mapTypeOf(field: Field): Json {
  return { type: "TYPE_MESSAGE", typeName: `${field.parent?.fullName ?? ""}.${entryName(field)}` };
}

/** A map is a list of entries on the wire (Protobuf language guide, section Maps). */
function mapEntryOf(field: Field): Json {
  const keyType: unknown = "keyType" in field ? field.keyType : "string";
  return {
    name: entryName(field),
    field: [
      {
        name: "key",
        jsonName: "key",
        number: 1,
        label: "LABEL_OPTIONAL",
        type: `TYPE_${String(keyType).toUpperCase()}`,
      },
      { name: "value", jsonName: "value", number: 2, label: "LABEL_OPTIONAL", ...typeOf(field) },
    ],
    options: { mapEntry: true },
  };
}

function entryName(field: Field): string {
  const camel = field.name.replaceAll(/(?:^|_)(.)/gu, (_all, letter: string) =>
    letter.toUpperCase(),
  );
  return `${camel}Entry`;
}

function enumOf(type: Enum): Json {
  const allowAlias: unknown = type.options?.["allow_alias"];
  return {
    name: type.name,
    value: Object.entries(type.values).map(([name, number]) => ({ name, number })),
    ...(allowAlias === true ? { options: { allowAlias: true } } : {}),
  };
}
