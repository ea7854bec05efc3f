import type { Report } from "../diagnostics.ts";
import type { Payload } from "../model/api.ts";
import type { SourceNode } from "../source/tree.ts";
import type { Decision } from "./reading.ts";
import { lowerAvro } from "./schema/avro.ts";
import { contentTypeOf } from "./schema/content-type.ts";
import { frameOf, readEncoding, type Reading } from "./schema/encoding.ts";
import { languageOf, type SchemaDialect } from "./schema/dialect.ts";
import { sayTo, type Say } from "./schema/findings.ts";
import { jsonKinds, without } from "./schema/json-kinds.ts";
import { memberOf, shown } from "./schema/node.ts";
import { plainNote } from "./schema/notes.ts";
import { lowerProtobuf } from "./schema/protobuf.ts";
import type { SchemaTable } from "./schema/table.ts";

/** What a document says of one message's payload. */
export interface PayloadRequest {
  /** The message object, for findings and names. */
  readonly message: SourceNode;
  /** The payload: a schema, a reference to one, or a multi-format schema object; null: none is declared. */
  readonly payload: SourceNode | null;
  /** 2.x: the message's `schemaFormat`; 3.x has it in the payload itself. */
  readonly schemaFormat: string | null;
  readonly contentType: string | null;
  readonly defaultContentType: string | null;
  /** `x-framegate.frame`. */
  readonly frameOverride: "text" | "binary" | null;
  readonly messageId: string;
}

/** How frames of a message are read, and what the document left open about it. */
export interface LoweredPayload {
  readonly payload: Payload;
  readonly frame: "text" | "binary";
  /** Name in `ApiModel.types`; null where nothing describes the payload. */
  readonly typeName: string | null;
  readonly decisions: readonly Decision[];
}

/** One payload on its way: the request and where its parts go. */
interface Step {
  readonly request: PayloadRequest;
  readonly table: SchemaTable;
  readonly say: Say;
}

/**
 * Decides in which frames a message travels, how its bytes are read and which schema its value has:
 * `x-framegate.frame`, else `format: binary`, else the content type, else the default one, else JSON.
 */
export function lowerPayload(
  request: PayloadRequest,
  table: SchemaTable,
  report: Report,
): LoweredPayload {
  const step: Step = { request, table, say: sayTo(report) };
  const format = formatOf(request, table);
  const language = languageOf(format.name);
  switch (language.kind) {
    case "json-schema":
      return lowerJsonSchema(format.schema, language.dialect, step);
    case "avro":
      return lowerAvroPayload(format, step);
    case "protobuf":
      return lowerProtobufPayload(format, language.version, step);
    case "unknown":
      step.say(
        "schema-format-unknown",
        format.place,
        `schemaFormat ${shown(format.name)} is unknown`,
        "write the schema in AsyncAPI's own dialect, JSON Schema, OpenAPI 3, Avro or Protobuf",
      );
      return lowerJsonSchema(null, "asyncapi", step);
  }
}

interface Format {
  readonly name: string | null;
  readonly place: SourceNode;
  readonly schema: SourceNode | null;
}

/** The schema language of a payload: stated in a multi-format schema object, else beside the payload. */
function formatOf(request: PayloadRequest, table: SchemaTable): Format {
  const { payload, message, schemaFormat } = request;
  const target = payload === null ? null : table.resolve(payload);
  const inner = target === null ? null : memberOf(target, "schema");
  const format = target === null ? null : memberOf(target, "schemaFormat");
  if (inner === null || format === null || typeof format.value !== "string") {
    const place = memberOf(message, "schemaFormat") ?? message;
    return { name: schemaFormat, place, schema: payload };
  }
  const isJsonSchema = languageOf(format.value).kind === "json-schema";
  return { name: format.value, place: format, schema: isJsonSchema ? payload : inner };
}

function lowerJsonSchema(
  schema: SourceNode | null,
  dialect: SchemaDialect,
  step: Step,
): LoweredPayload {
  const { request, table } = step;
  const name =
    schema === null ? anything(step) : table.add(schema, { name: request.messageId, dialect });
  const reading = readEncoding({
    contentType: request.contentType,
    defaultContentType: request.defaultContentType,
    frameOverride: request.frameOverride,
    isFormatBinary: isBytes(name, table),
    kinds: jsonKinds(table.get(name), (other) => table.get(other)),
  });
  return finished(name, reading, step);
}

function lowerAvroPayload({ schema }: Format, step: Step): LoweredPayload {
  const { request, table, say } = step;
  const node = schema === null ? null : table.resolve(schema);
  const lowered = node === null ? null : lowerAvro(node, request.messageId, table, say);
  if (lowered === null) {
    return lowerJsonSchema(null, "asyncapi", step);
  }
  const binary: Payload = { kind: "avro", avro: lowered.avro, schema: lowered.schema };
  return ofOtherLanguage(binary, lowered.schema, step);
}

function lowerProtobufPayload({ schema }: Format, version: 2 | 3, step: Step): LoweredPayload {
  const { request, table, say } = step;
  const node = schema === null ? null : table.resolve(schema);
  const { message, messageId } = request;
  const isJson = isTextual(request);
  const lowered =
    node === null
      ? null
      : lowerProtobuf({ schema: node, message, messageId, version, isJson }, table, say);
  if (lowered === null) {
    return lowerJsonSchema(null, "asyncapi", step);
  }
  return ofOtherLanguage({ kind: "protobuf", ...lowered }, lowered.schema, step);
}

/** Whether a schema of a binary language describes JSON, because the content type says so. */
function isTextual({ contentType, defaultContentType, frameOverride }: PayloadRequest): boolean {
  const stated = contentType ?? defaultContentType;
  const encoding = stated === null ? null : contentTypeOf(stated).encoding;
  return (
    encoding === "json" || encoding === "text" || (encoding === null && frameOverride === "text")
  );
}

/** The payload in its own binary encoding, or as JSON where the content type says so. */
function ofOtherLanguage(binary: Payload, schema: string, step: Step): LoweredPayload {
  const { request } = step;
  const isJson = isTextual(request);
  const encoding = isJson ? "json" : binary.kind;
  const frame = request.frameOverride ?? frameOf(encoding);
  if (frame === "text" && !isJson) {
    step.say("payload-frame", placeOf(step), `a text frame cannot hold ${encoding}`);
  }
  const stated = request.contentType ?? request.defaultContentType;
  const decision = decisionOf(
    {
      frame,
      encoding,
      reason: stated === null ? `the schema is ${binary.kind}` : `the content type is ${stated}`,
      evidence: request.frameOverride === null && stated === null ? "strong" : "stated",
    },
    step,
  );
  const payload: Payload = isJson ? { kind: "json", schema } : binary;
  return { payload, frame, typeName: schema, decisions: [decision] };
}

/** The name of a schema that anything passes, for a message that declares no payload. */
function anything({ request, table }: Step): string {
  const name = table.reserve(request.message, request.messageId);
  table.define(name, true, plainNote(null));
  return name;
}

function isBytes(name: string, table: SchemaTable): boolean {
  const schema = table.get(name);
  return typeof schema === "object" && schema["format"] === "binary";
}

function finished(name: string, reading: Reading, step: Step): LoweredPayload {
  const { request, table, say } = step;
  const { encoding, frame } = reading;
  if (reading.problem !== null) {
    say(reading.problem.rule, placeOf(step), reading.problem.message);
  }
  if (encoding !== "json" && encoding !== "text") {
    table.holdsBytes(name);
  }
  const decisions = [decisionOf(reading, step)];
  if (encoding !== "bytes") {
    return { payload: { kind: encoding, schema: name }, frame, typeName: name, decisions };
  }
  const isChecked = reading.problem === null && checksBytes(name, table);
  const payload: Payload = { kind: "bytes", schema: isChecked ? name : null };
  const typeName = request.payload === null || reading.problem !== null ? null : name;
  return { payload, frame, typeName, decisions };
}

/** Whether a schema of bytes says more than that they are bytes: `minLength` and the like count bytes. */
function checksBytes(name: string, table: SchemaTable): boolean {
  return without(table.get(name), ["type", "format"]) !== true;
}

function placeOf({ request }: Step): SourceNode {
  return memberOf(request.message, "contentType") ?? request.payload ?? request.message;
}

type Decided = Pick<Reading, "frame" | "reason" | "evidence"> & { readonly encoding: string };

function decisionOf(reading: Decided, { request }: Step): Decision {
  return {
    subject: `message ${request.messageId}`,
    topic: "frame",
    value: `${reading.frame}, ${reading.encoding}`,
    reason: reading.reason,
    key: ["messages", request.messageId, "x-framegate", "frame"],
    recorded: reading.frame,
    evidence: reading.evidence,
    place: { file: request.message.file, pointer: request.message.pointer },
  };
}
