import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../../generator/diagnostics.ts";
import type { Message } from "../../../runtime/contract/v1.ts";
import { memberOf } from "../../../generator/build/schema/node.ts";
import { createSchemaTable } from "../../../generator/build/schema/table.ts";
import { lowerPayload, type LoweredPayload } from "../../../generator/build/payload.ts";
import { avroCodec } from "../../../runtime/messages/codec/avro.ts";
import { codecFor } from "../../../runtime/messages/codec/codec.ts";
import { protobufCodec } from "../../../runtime/messages/codec/protobuf.ts";
import { nodeAt, treeOf } from "./lowered.ts";

interface Result extends LoweredPayload {
  readonly findings: readonly Diagnostic[];
  readonly schemas: Readonly<Record<string, unknown>>;
}

interface Given {
  readonly contentType?: string | null;
  readonly defaultContentType?: string | null;
  readonly frame?: "text" | "binary" | null;
}

async function lowerMessage(text: string, given: Given = {}): Promise<Result> {
  const message = nodeAt(await treeOf(text), "");
  const findings: Diagnostic[] = [];
  const report = (finding: Diagnostic) => void findings.push(finding);
  const table = createSchemaTable(await treeOf(text), report);
  const format = memberOf(message, "schemaFormat")?.value;
  const lowered = lowerPayload(
    {
      message,
      payload: memberOf(message, "payload"),
      schemaFormat: typeof format === "string" ? format : null,
      contentType: given.contentType ?? null,
      defaultContentType: given.defaultContentType ?? null,
      frameOverride: given.frame ?? null,
      messageId: "reading",
    },
    table,
    report,
  );
  return { ...lowered, findings, schemas: table.schemas() };
}

const OBJECT = "payload: {type: object}";
const STRING = "payload: {type: string}";
const BINARY = "payload: {type: string, format: binary}";
const ANY = "name: x";

const FRAMES: readonly (readonly [string, Given, string])[] = [
  [OBJECT, {}, "text json"],
  [OBJECT, { contentType: "application/json; charset=utf-8" }, "text json"],
  [OBJECT, { contentType: "application/vnd.x+json" }, "text json"],
  [OBJECT, { contentType: "text/plain" }, "text json"],
  [OBJECT, { contentType: "application/text" }, "text json"],
  [OBJECT, { defaultContentType: "application/cbor" }, "binary cbor"],
  [
    OBJECT,
    { contentType: "application/json", defaultContentType: "application/cbor" },
    "text json",
  ],
  [OBJECT, { contentType: "application/x-msgpack" }, "binary msgpack"],
  [OBJECT, { contentType: "application/json", frame: "binary" }, "binary json"],
  [STRING, {}, "text text"],
  [STRING, { contentType: "application/json" }, "text json"],
  [STRING, { contentType: "text/csv" }, "text text"],
  [STRING, { contentType: "text" }, "text text"],
  [STRING, { frame: "binary" }, "binary bytes"],
  [STRING, { contentType: "application/octet-stream" }, "binary bytes"],
  ["payload: {type: integer}", { contentType: "text/plain" }, "text json"],
  ["payload: {oneOf: [{type: object}, {type: array}]}", { contentType: "text/plain" }, "text json"],
  [BINARY, {}, "binary bytes"],
  [BINARY, { contentType: "audio/wav" }, "binary bytes"],
  [BINARY, { frame: "text" }, "text text"],
  [ANY, {}, "text json"],
  [ANY, { contentType: "text/plain" }, "text text"],
];

describe("the frame of a message", () => {
  test.each(FRAMES)("%s with %j is %s", async (text, given, want) => {
    const { frame, payload, findings } = await lowerMessage(text, given);

    expect(`${frame} ${payload.kind}`).toBe(want);
    expect(findings).toEqual([]);
  });

  test("the decision says why and which key overrides it", async () => {
    const { decisions } = await lowerMessage(STRING);

    expect(decisions).toMatchObject([
      {
        subject: "message reading",
        topic: "frame",
        value: "text, text",
        reason: "the payload is a string and no content type is stated",
        key: ["messages", "reading", "x-framegate", "frame"],
        recorded: "text",
        evidence: "weak",
      },
    ]);
  });

  test("bytes are checked only where the schema says more than that they are bytes", async () => {
    const plain = await lowerMessage(BINARY);
    const bounded = await lowerMessage("payload: {type: string, format: binary, maxLength: 4}");

    expect(plain.payload).toEqual({ kind: "bytes", schema: null });
    expect(bounded.payload).toEqual({ kind: "bytes", schema: "reading" });
  });

  test("an object under an opaque content type is said to go unchecked", async () => {
    const { payload, findings } = await lowerMessage(OBJECT, { contentType: "image/png" });

    expect(payload).toEqual({ kind: "bytes", schema: null });
    expect(findings.map((finding) => finding.rule)).toEqual(["payload-opaque"]);
  });

  test("a binary encoding cannot be put into text frames", async () => {
    const { findings } = await lowerMessage(OBJECT, {
      contentType: "application/cbor",
      frame: "text",
    });

    expect(findings.map((finding) => finding.rule)).toEqual(["payload-frame"]);
  });

  test("a schema in an unknown language is an error", async () => {
    const { findings } = await lowerMessage(`
payload: {schemaFormat: application/raml+yaml;version=1.0, schema: {}}`);

    expect(findings.map((finding) => finding.rule)).toEqual(["schema-format-unknown"]);
  });
});

function messageOf({ payload }: Result): Message {
  return {
    contentType: null,
    frame: "binary",
    correlationAt: null,
    sensitive: [],
    schema: null,
    codec: payload.kind === "protobuf" || payload.kind === "avro" ? payload : null,
    samples: [],
  };
}

const AVRO = `
schemaFormat: application/vnd.apache.avro;version=1.9.0
payload:
  type: record
  name: Reading
  namespace: telemetry
  doc: One reading.
  fields:
    - {name: id, type: long}
    - {name: unit, type: {type: enum, name: Unit, symbols: [C, F]}}
    - {name: note, type: ['null', string], default: null}
    - {name: raw, type: {type: fixed, name: Raw, size: 2}}
    - {name: next, type: ['null', Reading], default: null}`;

describe("Avro", () => {
  test("a schema becomes a decoder's and a JSON Schema", async () => {
    const { payload, schemas, findings } = await lowerMessage(AVRO);

    expect(findings).toEqual([]);
    expect(payload).toMatchObject({ kind: "avro", schema: "Reading" });
    expect(schemas["Reading"]).toMatchObject({
      type: "object",
      required: ["id", "unit", "raw"],
      additionalProperties: false,
      properties: {
        id: { type: "integer" },
        unit: { enum: ["C", "F"] },
        next: { anyOf: [{ type: "null" }, { $ref: "#/$defs/Reading" }] },
      },
    });
  });

  test("values go through the encoding and back", async () => {
    const codec = codecFor([avroCodec], "avro", messageOf(await lowerMessage(AVRO)), {
      depth: 8,
      schemas: {},
    });
    const inner = { id: -1, unit: "F", note: "warm", raw: "\u0000\u00ff", next: null };
    const value = { id: 2 ** 40, unit: "C", note: null, raw: "ab", next: inner };

    expect(codec.decode(codec.encode(value))).toEqual(value);
  });

  test("under a JSON content type it describes JSON", async () => {
    const { payload, frame } = await lowerMessage(AVRO, { contentType: "application/json" });

    expect({ payload, frame }).toEqual({
      payload: { kind: "json", schema: "Reading" },
      frame: "text",
    });
  });

  test.each(["{type: record, name: A}", "Nowhere", "[]", "{type: fixed, name: F, size: -1}", "7"])(
    "%s is no Avro schema",
    async (schema) => {
      const text = `schemaFormat: application/vnd.apache.avro;version=1.9.0\npayload: ${schema}`;
      const { findings } = await lowerMessage(text);

      expect(findings.map((finding) => finding.rule)).toEqual(["schema-avro"]);
    },
  );
});

const PROTO = `
payload:
  schemaFormat: application/vnd.google.protobuf;version=3
  schema: |
    syntax = "proto3";
    package telemetry;
    import "google/protobuf/timestamp.proto";
    // One reading.
    message Reading {
      fixed64 taken_at = 1;
      repeated Value values = 2;
      map<string, Value> by_name = 3;
      Power power = 4;
      google.protobuf.Timestamp at = 5;
      optional int32 nr = 6;
      bytes raw = 7;
      enum Power { OFF = 0; ON = 1; }
    }
    message Value {
      string sensor = 1;
      oneof measured { double number = 2; bool flag = 3; }
    }`;

describe("Protobuf", () => {
  test("the text becomes descriptors and a JSON Schema of the JSON form", async () => {
    const { payload, schemas, findings } = await lowerMessage(PROTO);

    expect(findings).toEqual([]);
    expect(payload).toMatchObject({
      kind: "protobuf",
      messageType: "telemetry.Reading",
      schema: "Reading",
    });
    expect(schemas["Reading"]).toMatchObject({
      type: "object",
      additionalProperties: false,
      properties: {
        takenAt: { type: "string", pattern: "^[0-9]{1,20}$" },
        values: { type: "array", items: { $ref: "#/$defs/Value" } },
        power: { enum: ["OFF", "ON"] },
        at: { type: "string", format: "date-time" },
      },
    });
  });

  test("values go through the encoding and back", async () => {
    const message = messageOf(await lowerMessage(PROTO));
    const codec = codecFor([protobufCodec], "protobuf", message, { depth: 8, schemas: {} });
    const value = {
      takenAt: "18446744073709551615",
      values: [{ sensor: "t", number: 21.5 }, { flag: false }],
      byName: { a: { sensor: "x" } },
      power: "ON",
      at: "2026-03-02T09:30:00Z",
      nr: 0,
      raw: "AQI=",
    };

    expect(codec.decode(codec.encode(value))).toEqual(value);
  });

  test("a key __proto__ in a map is refused, and so is what is no Protobuf", async () => {
    const message = messageOf(await lowerMessage(PROTO));
    const codec = codecFor([protobufCodec], "protobuf", message, { depth: 8, schemas: {} });
    const key = Buffer.from("__proto__");
    const poisoned = Buffer.concat([Buffer.of(0x1a, key.length + 2, 0x0a, key.length), key]);

    expect(() => codec.decode(poisoned)).toThrow('a key is "__proto__"');
    expect(() => codec.decode(Buffer.of(0x0a, 0xff))).toThrow("not of the encoding");
  });

  test.each([
    ["message A {} message B {}", "declares 2 messages that could be the payload"],
    ['import "other.proto"; message Reading {}', 'imports "other.proto"'],
    ["message {", "is not read"],
    ["message Reading { Missing m = 1; }", "is not read"],
    [`${"message A {".repeat(3000)}${"}".repeat(3000)}`, "is not read"],
  ])("%.40s is said to be wrong", async (schema, want) => {
    const payload = { schemaFormat: "application/vnd.google.protobuf;version=3", schema };
    const { findings } = await lowerMessage(JSON.stringify({ payload }));

    expect(findings.map((finding) => finding.rule)).toEqual(["schema-protobuf"]);
    expect(findings[0]?.message).toContain(want);
  });
});
