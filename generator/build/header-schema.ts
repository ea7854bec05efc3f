import type { JsonSchema } from "../model/api.ts";
import type { SourceNode } from "../source/tree.ts";
import type { LoweredPayload } from "./payload.ts";
import { pointerTokens } from "./schema/node.ts";
import { plainNote } from "./schema/notes.ts";
import type { SchemaTable } from "./schema/table.ts";

/** A message whose payload carries what its document calls headers. */
export interface HeaderRequest {
  readonly messageId: string;
  /** The message object, for the name of what is made. */
  readonly message: SourceNode;
  /** The schema of the headers (Message Object, `headers`). */
  readonly headers: SourceNode;
  /** `x-framegate.headersAt`: JSON pointer into the payload. */
  readonly headersAt: string;
}

/**
 * The payload with its headers in it, under one schema: what a frame holds is checked in one go. Headers must be
 * there where their schema requires one of them. A payload that allows no other member allows this one.
 */
export function withHeaders(
  lowered: LoweredPayload,
  request: HeaderRequest,
  table: SchemaTable,
): LoweredPayload {
  const { payload } = lowered;
  if (payload.kind === "bytes" || payload.kind === "text") return lowered;
  const { message, messageId } = request;
  const wanted = { name: `${messageId}Headers`, dialect: "asyncapi" } as const;
  const headers = table.add(request.headers, wanted);
  const name = table.reserve(message, `${messageId}WithHeaders`);
  const tokens = pointerTokens(request.headersAt);
  const isRequired = requiresSome(table.get(headers));
  const around = schemaAround(tokens, { $ref: `#/$defs/${headers}` }, isRequired);
  table.define(name, joined(payload.schema, around, table), plainNote(null));
  return { ...lowered, payload: { ...payload, schema: name }, typeName: name };
}

/** The value with headers of an example in their place, unless something stands there. */
export function exampleWithHeaders(value: unknown, headers: unknown, headersAt: string): unknown {
  return placed(value, pointerTokens(headersAt), headers);
}

function placed(value: unknown, tokens: readonly string[], headers: unknown): unknown {
  const [token, ...rest] = tokens;
  if (token === undefined) return value ?? headers;
  if (value !== undefined && !isRecord(value)) return value;
  const members = new Map(Object.entries(value ?? {}));
  members.set(token, placed(members.get(token), rest, headers));
  return Object.fromEntries(members);
}

type ObjectSchema = Exclude<JsonSchema, boolean>;

function joined(payload: string, around: ObjectSchema, table: SchemaTable): JsonSchema {
  const own = table.get(payload);
  const members = isRecord(own) && isRecord(own["properties"]) ? own["properties"] : {};
  const added = around["properties"];
  const isNew =
    isRecord(added) && Object.keys(added).every((token) => !Object.hasOwn(members, token));
  if (typeof own === "boolean" || !isNew || !isClosed(own)) {
    return { allOf: [{ $ref: `#/$defs/${payload}` }, around] };
  }
  const required = [own["required"] ?? [], around["required"] ?? []].flat();
  const properties = { ...members, ...added };
  return { ...own, properties, ...(required.length > 0 ? { required } : {}) };
}

function isClosed(schema: ObjectSchema): boolean {
  return schema["additionalProperties"] === false || schema["unevaluatedProperties"] === false;
}

function schemaAround(
  tokens: readonly string[],
  headers: ObjectSchema,
  isRequired: boolean,
): ObjectSchema {
  return tokens.reduceRight<ObjectSchema>(
    (inner, token) => ({
      properties: Object.fromEntries([[token, inner]]),
      ...(isRequired ? { required: [token] } : {}),
    }),
    headers,
  );
}

function requiresSome(schema: JsonSchema): boolean {
  const required = typeof schema === "boolean" ? null : schema["required"];
  return Array.isArray(required) && required.length > 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
