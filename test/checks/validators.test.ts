import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileChecks } from "../../generator/checks/index.ts";
import type { JsonSchema } from "../../generator/model/api.ts";
import { readJson } from "../../runtime/messages/json/read-json.ts";
import { checksOf, inputOf, runChecks } from "./run-checks.ts";

function valueOf(text: string): unknown {
  const reading = readJson(new TextEncoder().encode(text), { depth: 64 });
  if (reading.kind === "fault") {
    throw new Error(reading.reason);
  }
  return reading.value;
}

/** Does a client's frame `{"n": <text>}` fit a message whose `n` has this schema? */
function fits(schema: JsonSchema, text: string): boolean {
  const message: JsonSchema = { type: "object", properties: { n: schema } };
  return checksOf({ message }).clientChecks["message"]?.(valueOf(`{"n":${text}}`)) === null;
}

const INT64_MAX = { maximum: 2 ** 63, "x-exact": { maximum: "9223372036854775807" } };
const BIG = { const: 2 ** 53, "x-exact": { const: "9007199254740993" } };
const BIG_ENUM = { enum: [1, 2 ** 53], "x-exact": { enum: [null, "9007199254740993"] } };
const BIG_OBJECT = { const: { id: 2 ** 53 }, "x-exact": { const: '{"id":9007199254740993}' } };

describe("numbers are compared exactly", () => {
  it.each<readonly [JsonSchema, string, boolean]>([
    [{ maximum: 9007199254740992 }, "9007199254740992", true],
    [{ maximum: 9007199254740992 }, "9007199254740993", false],
    [{ exclusiveMaximum: 9007199254740992 }, "9007199254740992", false],
    [{ exclusiveMaximum: 9007199254740992 }, "9007199254740991", true],
    [{ minimum: -9007199254740992 }, "-9007199254740993", false],
    [{ exclusiveMinimum: 9007199254740992 }, "9007199254740993", true],
    [{ exclusiveMinimum: 9007199254740992 }, "9007199254740992", false],
    [INT64_MAX, "9223372036854775807", true],
    [INT64_MAX, "9223372036854775808", false],
    [INT64_MAX, "9223372036854775807.0", true],
    [INT64_MAX, "9223372036854775807.1", false],
    [INT64_MAX, "9.223372036854775807e18", true],
    [INT64_MAX, "1e400", false],
    [INT64_MAX, "-1e400", true],
    [{ maximum: 1 }, "1.00000000000000000000001", false],
    [{ maximum: 1 }, "1.0", true],
    [{ minimum: 0 }, "-1e-400", false],
    [{ minimum: 0 }, "-0.0", true],
    [{ maximum: 0.1 }, "0.1", true],
    [{ maximum: 0.1 }, "0.10000000000000000001", false],
    [BIG, "9007199254740993", true],
    [BIG, "9007199254740992", false],
    [BIG, "9007199254740993.0", true],
    [{ const: 9007199254740992 }, "9007199254740993", false],
    [{ const: 1 }, "1.0", true],
    [{ const: 1 }, "1.00000000000000000000001", false],
    [BIG_ENUM, "9007199254740993", true],
    [BIG_ENUM, "9007199254740992", false],
    [BIG_ENUM, "1", true],
    [BIG_OBJECT, '{"id":9007199254740993}', true],
    [BIG_OBJECT, '{"id":9007199254740992}', false],
    [{ multipleOf: 0.01 }, "19.99", true],
    [{ multipleOf: 0.01 }, "19.995", false],
    [{ multipleOf: 2 }, "9007199254740993", false],
    [{ multipleOf: 2 }, "9007199254740994", true],
    [{ multipleOf: 3 }, "9007199254740993", true],
    [{ multipleOf: 3 }, "0", true],
    [{ multipleOf: 5 }, "1e300", true],
    [{ multipleOf: 0.5 }, "1e-400", false],
    [{ uniqueItems: true }, "[9007199254740992,9007199254740993]", true],
    [{ uniqueItems: true }, "[1,1.0]", false],
    [{ uniqueItems: true }, '[{"a":1,"b":[2]},{"b":[2],"a":1}]', false],
    [{ uniqueItems: true }, '["1",1,true,null,"true","null"]', true],
    [{ type: "integer" }, "1.0", true],
    [{ type: "integer" }, "1e3", true],
    [{ type: "integer" }, "1.5", false],
    [{ type: "integer" }, "1e400", false],
    [{ type: "number" }, "1e400", false],
    [{ format: "int64" }, "9223372036854775807", true],
    [{ format: "int64" }, "9223372036854775808", false],
    [{ format: "int64" }, "-9223372036854775808", true],
    [{ format: "int64" }, "-9223372036854775809", false],
    [{ format: "int32" }, "2147483648", false],
    [{ format: "int32" }, "-2147483648", true],
  ])("%j and %s: %s", (schema, text, want) => {
    expect(fits(schema, text)).toBe(want);
  });
});

describe("lengths are counted in code points", () => {
  it.each<readonly [JsonSchema, string, boolean]>([
    [{ maxLength: 2 }, "😀😀", true],
    [{ maxLength: 2 }, "😀😀😀", false],
    [{ maxLength: 2 }, "abc", false],
    [{ minLength: 2 }, "😀", false],
    [{ minLength: 2 }, "😀a", true],
    [{ minLength: 1 }, "😀", true],
    [{ maxLength: 0 }, "", true],
    [{ minLength: 3, maxLength: 3 }, "é€😀", true],
  ])("%j and %s: %s", (schema, text, want) => {
    expect(fits(schema, JSON.stringify(text))).toBe(want);
  });
});

describe("formats", () => {
  const schema: JsonSchema = { properties: { at: { format: "date-time" } } };

  it("are asserted for frames of the client", () => {
    const { clientChecks } = checksOf({ message: schema });

    expect(clientChecks["message"]?.({ at: "yesterday" })).toMatchObject({ keyword: "format" });
    expect(clientChecks["message"]?.({ at: "2024-02-29T12:00:00Z" })).toBeNull();
  });

  it("are told, not refused, for frames of the server", () => {
    const told: unknown[] = [];
    const { serverChecks } = checksOf({ message: { ...schema, required: ["at"] } });

    expect(serverChecks["message"]?.({ at: "x" }, (fault) => told.push(fault.pointer))).toBeNull();
    expect(serverChecks["message"]?.({ at: "2024-02-29T12:00:00Z" })).toBeNull();
    expect(serverChecks["message"]?.({})).toMatchObject({ keyword: "required" });
    expect(told).toEqual(["/at"]);
  });

  it("still tell the alternatives of a server's message apart where they fit", () => {
    const { serverChecks } = checksOf({
      message: { oneOf: [{ format: "date" }, { format: "ipv4" }] },
    });

    expect(serverChecks["message"]?.("127.0.0.1")).toBeNull();
    expect(serverChecks["message"]?.("2024-02-29")).toBeNull();
  });

  it("that nobody knows check nothing", () => {
    expect(fits({ type: "string", format: "password" }, '"x"')).toBe(true);
    expect(fits({ type: "string", format: "constructor" }, '"x"')).toBe(true);
  });
});

describe("compiled checks", () => {
  it("are the same text for the same input", () => {
    const input = inputOf({ a: { $ref: "#/$defs/b" }, b: { format: "date", pattern: "^x" } });

    expect(compileChecks(input).code).toBe(compileChecks(structuredClone(input)).code);
  });

  it("call one function for a shared schema", () => {
    const shared: JsonSchema = { properties: { a: {}, b: {}, mark: { const: "only-once" } } };
    const big = { ...shared, required: ["a"], minProperties: 2, maxProperties: 9, not: {}, if: {} };
    const user: JsonSchema = { properties: { big: { $ref: "#/$defs/big" } } };
    const { code } = compileChecks(inputOf({ x: user, y: user, big }));

    expect(code.match(/=== "only-once"/gu)).toHaveLength(1);
  });

  it("end on schemas that refer to each other", () => {
    const node: JsonSchema = {
      type: "object",
      properties: { next: { $ref: "#/$defs/node" }, value: { type: "integer" } },
    };
    const { clientChecks } = checksOf({ node });

    expect(clientChecks["node"]?.({ next: { next: { value: 1 } } })).toBeNull();
    expect(clientChecks["node"]?.({ next: { next: { value: "" } } })).toMatchObject({
      pointer: "/next/next/value",
    });
  });

  it("count the items of a list without any, also where its first ones are described", () => {
    const schema = { type: "array", contains: { type: "string" }, prefixItems: [{ enum: [true] }] };
    const { all } = runChecks(compileChecks(inputOf({ all: schema }))).clientChecks;

    expect([[], [true], [true, "a"]].map((list) => all?.(list)?.keyword ?? null)).toEqual([
      "contains",
      "contains",
      null,
    ]);
  });

  it("accept anything for a message without a schema", () => {
    const { code } = compileChecks({
      schemas: {},
      messages: [{ id: "any", schema: null, flows: ["clientToServer"] }],
      groups: [],
    });
    const { clientChecks, serverChecks } = runChecks({ code });

    expect(clientChecks["any"]?.({ x: 1 })).toBeNull();
    expect(Object.keys(serverChecks)).toEqual([]);
  });

  it.each([
    [{ pattern: "(" }, "/pattern"],
    [{ properties: { "a/b": { pattern: "[" } } }, "/properties/a~1b/pattern"],
    [{ patternProperties: { "*": true } }, "/patternProperties"],
    [{ $ref: "#/$defs/gone" }, "/$ref"],
    [{ $ref: "https://example.com/schema" }, "/$ref"],
    [{ enum: [] }, "/enum"],
  ])("report what has no meaning and go on: %j", (schema, pointer) => {
    const compiled = compileChecks(inputOf({ broken: schema, good: { type: "string" } }));

    expect(compiled.failures).toEqual([
      { schema: "broken", pointer, reason: expect.any(String), rule: "schema-not-checkable" },
    ]);
    const { broken, good } = runChecks(compiled).clientChecks;
    expect(good?.("x")).toBeNull();
    expect(broken?.({ "a/b": "x" })).not.toBeNull();
  });

  it("use a pattern that is legal only without the Unicode flag", () => {
    expect(fits({ pattern: String.raw`^[\w-.]+$` }, '"a-b.c"')).toBe(true);
    expect(fits({ pattern: "^.$" }, '"😀"')).toBe(true);
  });

  it("keep hostile names and texts as data", () => {
    const names = ["`${process.exit()}`", "*/ throw 1 //", '"];throw 1//', "\u2028", "__proto__"];
    const schemas = Object.fromEntries(
      names.map((name, index) => [
        `s${index}`,
        { required: [name], properties: Object.fromEntries([[name, { const: name }]]) },
      ]),
    );
    const { clientChecks } = checksOf(schemas);

    for (const [index, name] of names.entries()) {
      const check = clientChecks[`s${index}`];
      expect(check?.(Object.fromEntries([[name, name]]))).toBeNull();
      expect(check?.({})).toMatchObject({ keyword: "required" });
    }
  });

  it("look at own members only", () => {
    const { clientChecks } = checksOf({
      a: { required: ["toString"] },
      b: { properties: { constructor: { type: "string" } } },
    });

    expect(clientChecks["a"]?.({})).toMatchObject({ pointer: "/toString" });
    expect(clientChecks["b"]?.({})).toBeNull();
  });
});

const primitive = fc.constantFrom<unknown>("", "a", "bb", 0, 1, 2.5, true, null);
const schemaPart = fc.oneof(
  fc.record({ type: fc.constantFrom("string", "integer", "number", "object", "array", "null") }),
  fc.record({ maximum: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ exclusiveMinimum: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ multipleOf: fc.constantFrom(1, 2, 0.5) }),
  fc.record({ minLength: fc.nat(2), maxLength: fc.nat(3) }),
  fc.record({ const: primitive }),
  fc.record({ enum: fc.uniqueArray(primitive, { minLength: 1 }) }),
  fc.record({ uniqueItems: fc.boolean() }),
  fc.record({ required: fc.subarray(["a", "b"]) }),
);
const { schema: nested } = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc.oneof(
    { depthSize: "small" },
    schemaPart,
    fc.record({ properties: fc.record({ a: tie("schema") }), required: fc.subarray(["a", "b"]) }),
    fc.record({ items: tie("schema") }),
    fc.record({ not: tie("schema") }),
    fc.record({ properties: fc.record({ b: tie("schema") }), unevaluatedProperties: fc.boolean() }),
    fc.record({ oneOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ if: tie("schema"), then: tie("schema") }),
  ),
}));
const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    primitive,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b"), tie("value"), {
      maxKeys: 2,
      noNullPrototype: true,
    }),
  ),
}));

describe("compared with plain ajv", () => {
  it("checks say the same, in the gateway and in the compiler", () => {
    const ajv = new Ajv2020({ strict: false, ownProperties: true, strictNumbers: true });
    fc.assert(
      fc.property(
        nested,
        fc.array(anyValue, { minLength: 20, maxLength: 20 }),
        (schema, values) => {
          const plain = ajv.compile(schema);
          const compiled = compileChecks(inputOf({ message: { ...schema } }));
          const check = runChecks(compiled).clientChecks["message"];
          for (const value of values) {
            const isValid = plain(value);
            expect(check?.(value) === null).toBe(isValid);
            expect(compiled.check("message", "clientToServer", value) === null).toBe(isValid);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
