import type { ApiModel, Message } from "../../model/api.ts";
import type { Field } from "../../model/type.ts";
import { literal, propertyKey } from "../../render/code.ts";
import { segmentsOf } from "../../source/pointer.ts";
import { fieldPath, fieldsOf } from "./record-fields.ts";
import type { SentMessage } from "./route-plan.ts";
import type { UsedTypes } from "./type-names.ts";

/** What the types of messages are printed with. */
export interface MessageTypes {
  readonly model: ApiModel;
  readonly used: UsedTypes;
}

/** The type of a message as it comes. */
export function messageType({ payload, typeName }: Message, { used }: MessageTypes): string {
  return payload.kind === "bytes" ? "Uint8Array" : used.refer(typeName);
}

/**
 * The type of a message as it is sent: what the client fills in itself may be left out. `idAt` is the pointer of an id
 * that it fills in; null: none.
 */
export function draftType(
  { message, constants }: SentMessage,
  idAt: string | null,
  types: MessageTypes,
): string {
  const whole = messageType(message, types);
  const path = idAt === null ? null : pathOf(message, idAt, types.model);
  const [only, ...inner] = path ?? [];
  const keys = Object.keys(constants);
  if (only === undefined) {
    return draft(whole, keys);
  }
  if (inner.length === 0) {
    return draft(whole, [...keys, only.name]);
  }
  return draft(whole, keys, `{ ${nested(whole, [only, ...inner], types.model)} }`);
}

function pathOf({ payload, typeName }: Message, pointer: string, model: ApiModel) {
  const isObject = payload.kind !== "bytes" && payload.kind !== "text" && typeName !== null;
  return isObject ? fieldPath(model, { kind: "ref", name: typeName }, segmentsOf(pointer)) : null;
}

/** `readonly header: Draft<Say["header"], "id">`; optional where nothing else must stand in it. */
function nested(whole: string, path: readonly Field[], model: ApiModel): string {
  const [field, next, ...rest] = path;
  if (field === undefined || next === undefined) {
    return "";
  }
  const part = `${whole}[${literal(field.name)}]`;
  const inner = field.required ? part : `NonNullable<${part}>`;
  const text =
    rest.length === 0
      ? draft(inner, [next.name])
      : draft(inner, [], `{ ${nested(inner, [next, ...rest], model)} }`);
  const others = fieldsOf(model, field.type) ?? [];
  const isNeeded = others.some(({ name, required }) => required && name !== next.name);
  return `readonly ${propertyKey(field.name)}${isNeeded ? "" : "?"}: ${text}`;
}

function draft(whole: string, keys: readonly string[], more?: string): string {
  const names = [...new Set(keys)].map((key) => literal(key)).join(" | ");
  if (more !== undefined) {
    return `Draft<${whole}, ${names === "" ? "never" : names}, ${more}>`;
  }
  return names === "" ? whole : `Draft<${whole}, ${names}>`;
}
