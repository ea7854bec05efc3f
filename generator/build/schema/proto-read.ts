import { createRequire } from "node:module";
import type { Enum, Field, Namespace, ReflectionObject, Root, Type } from "protobufjs";

/** Types of one .proto text, resolved. */
export interface ProtoFile {
  readonly root: Root;
  readonly syntax: "proto2" | "proto3";
  /** Messages that the text declares itself, nested ones included. */
  readonly messages: readonly Type[];
}

/** Longest text that is read, in UTF-16 units. */
const MAX_TEXT = 262_144;
/** Most messages and enums of one text. */
const MAX_TYPES = 2000;

/** Loaded when the first Protobuf schema is met: it costs more than all the rest of reading a document. */
const require = createRequire(import.meta.url);

/**
 * Parses the text of a .proto file. Imports of Google's well-known types are built in, others are refused.
 *
 * @throws Error with the reason in its message; the text is a stranger's, so it may be quoted there.
 */
export function readProto(text: string, version: 2 | 3): ProtoFile {
  if (text.length > MAX_TEXT) {
    throw new Error(`the text is longer than ${MAX_TEXT} characters`);
  }
  if (/^\s*edition\s*=/mu.test(text)) {
    throw new Error('editions are not read; write syntax = "proto3"');
  }
  const { parse, common, Root } = protobufjs();
  const declared = /^\s*syntax\s*=\s*["']proto([23])["']/mu.exec(text)?.[1];
  const syntax = (declared ?? String(version)) === "2" ? "proto2" : "proto3";
  const root = new Root();
  const source = declared === undefined ? `syntax = "${syntax}"; ${text}` : text;
  const parsed = parse(source, root, { keepCase: true, alternateCommentMode: true });
  const messages = messagesIn(root);
  for (const file of [...(parsed.imports ?? []), ...(parsed.weakImports ?? [])]) {
    const builtIn = common.get(file);
    if (builtIn?.nested === undefined) {
      throw new Error(`it imports "${file}"; put all messages into one text`);
    }
    root.addJSON(builtIn.nested);
  }
  root.resolveAll();
  if (messages.length > MAX_TYPES) {
    throw new Error(`it declares more than ${MAX_TYPES} messages`);
  }
  return { root, syntax, messages };
}

/** Messages below a namespace, in the order of the text, nested ones behind their own. */
export function messagesIn(namespace: Namespace): readonly Type[] {
  return namespace.nestedArray.flatMap((one) =>
    isNamespace(one) ? [...(isMessage(one) ? [one] : []), ...messagesIn(one)] : [],
  );
}

/** Whether a thing of a .proto file holds others. */
export function isNamespace(one: ReflectionObject): one is Namespace {
  return one instanceof protobufjs().Namespace;
}

/** Whether a thing of a .proto file is a message. */
export function isMessage(one: ReflectionObject | null): one is Type {
  return one instanceof protobufjs().Type;
}

/** Whether a thing of a .proto file is an enum. */
export function isEnum(one: ReflectionObject | null): one is Enum {
  return one instanceof protobufjs().Enum;
}

/** `json_name`, else lowerCamelCase of the field's name: what it is called in JSON. */
export function jsonName(field: Field): string {
  const stated: unknown = field.options?.["json_name"];
  return typeof stated === "string"
    ? stated
    : field.name.replaceAll(/_+(.?)/gu, (_all, letter: string) => letter.toUpperCase());
}

let loaded: typeof import("protobufjs") | null = null;

function protobufjs(): typeof import("protobufjs") {
  loaded ??= require("protobufjs") as typeof import("protobufjs");
  return loaded;
}
