import { describe, expect, test } from "vitest";
import type { Parameter } from "../../generator/model/api.ts";
import { understand, v2, v3, type Understood } from "./understand.ts";

const PLAIN = {
  format: null,
  allowed: [],
  pattern: null,
  minimum: null,
  maximum: null,
  exclusiveMinimum: null,
  exclusiveMaximum: null,
  minLength: null,
  maxLength: null,
  minItems: null,
  maxItems: null,
};

/** A channel with one query parameter `p` of this schema. */
async function query(schema: string): Promise<Understood> {
  return understand(
    v3(
      `channels: {a: {address: /a, bindings: {ws: {query: {type: object, properties: {p: ${schema}}}}}}}`,
    ),
  );
}

function only(understood: Understood): Parameter {
  const [parameter] = understood.model.routes[0]?.parameters ?? [];
  if (parameter === undefined) {
    throw new Error("the route has no parameter");
  }
  return parameter;
}

describe("the schema of a handshake parameter", () => {
  test.each([
    { given: "{type: string}", want: { type: "string" } },
    { given: "{}", want: { type: "string" } },
    {
      given: "{type: integer, minimum: 1, maximum: 9}",
      want: { type: "integer", minimum: 1, maximum: 9 },
    },
    { given: "{type: number, exclusiveMinimum: 0}", want: { type: "number", exclusiveMinimum: 0 } },
    {
      given: "{type: number, minimum: 0, exclusiveMinimum: true}",
      want: { type: "number", exclusiveMinimum: 0 },
    },
    { given: "{type: double}", want: { type: "number" } },
    { given: "{type: boolean}", want: { type: "boolean" } },
    { given: "{type: string, format: date}", want: { type: "date" } },
    { given: "{type: string, format: date-time}", want: { type: "date-time" } },
    { given: "{type: string, format: uuid}", want: { type: "string", format: "uuid" } },
    { given: "{type: [string, 'null'], maxLength: 5}", want: { type: "string", maxLength: 5 } },
    { given: "{type: [{a: 1}, null, boolean]}", want: { type: "boolean" } },
    { given: "{type: [integer, number]}", want: { type: "number" } },
    { given: "{enum: [1, 2]}", want: { type: "number", allowed: ["1", "2"] } },
    { given: "{type: boolean, enum: [true]}", want: { type: "boolean", allowed: ["true"] } },
    { given: "{const: v4}", want: { type: "string", allowed: ["v4"] } },
    {
      given: "{oneOf: [{const: a}, {enum: [b, c]}]}",
      want: { type: "string", allowed: ["a", "b", "c"] },
    },
    {
      given: "{type: string, pattern: '^a+$', minLength: 2}",
      want: { type: "string", pattern: "^a+$", minLength: 2 },
    },
    { given: "{allOf: [{type: integer}, {minimum: 3}]}", want: { type: "integer", minimum: 3 } },
  ])("$given is checked as $want.type", async ({ given, want }) => {
    const understood = await query(given);

    expect(only(understood)).toMatchObject({
      in: "query",
      array: "none",
      value: { ...PLAIN, ...want },
    });
    expect(understood.rules).toEqual([]);
  });

  test.each([
    { given: "{type: array, items: {type: integer}, minItems: 1, maxItems: 3}", want: "repeat" },
    {
      given: "{type: array, items: {type: integer}, minItems: 1, maxItems: 3, style: comma}",
      want: "comma",
    },
    {
      given: "{type: array, items: {type: integer}, minItems: 1, maxItems: 3, explode: false}",
      want: "comma",
    },
  ])("$given is a list by $want", async ({ given, want }) => {
    expect(only(await query(given))).toMatchObject({
      array: want,
      value: { type: "integer", minItems: 1, maxItems: 3 },
    });
  });

  test.each([
    { given: "{type: object, properties: {x: {type: string}}}" },
    { given: "{properties: {x: {type: string}}}" },
    { given: "{type: array, items: {type: array, items: {type: string}}}" },
    { given: "{type: array, items: {type: object}}" },
    { given: "{not: {const: x}}" },
    { given: "{oneOf: [{type: object}, {type: string}]}" },
  ])("$given is no text, which is told, and any text is let through", async ({ given }) => {
    const understood = await query(given);

    expect(understood.rules).toEqual(["parameter-not-text"]);
    expect(only(understood).value).toEqual({ type: "string", ...PLAIN });
  });

  test("default, examples, deprecation and description are kept for people", async () => {
    const parameter = only(
      await query(
        "{type: integer, default: 5, examples: [1], example: 2, deprecated: true, description: Depth}",
      ),
    );

    expect(parameter).toMatchObject({
      defaultValue: 5,
      examples: [1, 2],
      deprecated: true,
      description: "Depth",
      required: false,
    });
  });
});

describe("bindings.ws", () => {
  test("allOf and $refs of the query schema are joined, required too", async () => {
    const { model } = await understand(
      v2(`
channels:
  /a:
    publish: {}
    bindings:
      ws:
        query: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {b: {type: boolean}}, required: [b]}]}
        headers: {type: object, properties: {X-Id: {$ref: '#/components/schemas/Id'}}, required: [X-Id]}
components:
  schemas:
    Base: {type: object, properties: {a: {type: string, required: true}}}
    Id: {type: integer}`),
    );

    expect(model.routes[0]?.parameters).toMatchObject([
      { in: "query", name: "a", required: true },
      { in: "query", name: "b", required: true, value: { type: "boolean" } },
      { in: "header", name: "X-Id", required: true, value: { type: "integer" } },
    ]);
  });

  test("lists in headers are separated by commas (RFC 9110)", async () => {
    const understood = await understand(
      v3(
        `channels: {a: {address: /a, bindings: {ws: {headers: {properties: {X-Tags: {type: array}}}}}}}`,
      ),
    );

    expect(only(understood)).toMatchObject({ in: "header", array: "comma" });
  });

  test("headers of the handshake itself are left to the gateway, which is told", async () => {
    const { model, rules } = await understand(
      v3(
        `channels: {a: {address: /a, bindings: {ws: {headers: {properties: {Connection: {const: Upgrade}, sec-websocket-key: {type: string}, X-A: {type: string}}}}}}}`,
      ),
    );

    expect(model.routes[0]?.parameters.map(({ name }) => name)).toEqual(["X-A"]);
    expect(rules).toEqual(["header-reserved", "header-reserved"]);
  });

  test.each([
    { query: "{type: object}", root: "", want: "forward" },
    { query: "{type: object, additionalProperties: false}", root: "", want: "refuse" },
    { query: "{type: object, additionalProperties: {type: string}}", root: "", want: "forward" },
    {
      query: "{type: object, additionalProperties: false}",
      root: "x-framegate: {unknownParameters: strip}",
      want: "strip",
    },
  ])(
    "undeclared query parameters under $query $root: $want",
    async ({ query: schema, root, want }) => {
      const { model } = await understand(
        v3(`${root}\nchannels: {a: {address: /a, bindings: {ws: {query: ${schema}}}}}`),
      );

      expect(model.routes[0]?.undeclaredQuery).toBe(want);
    },
  );
});

describe("channel parameters", () => {
  test("in the address are path parameters: by schema in 2.x, by enum in 3.x", async () => {
    const old = await understand(
      v2(
        `channels: {'/r/{n}': {publish: {}, parameters: {n: {description: Number, schema: {type: integer, maximum: 9}}}}}`,
      ),
    );
    const current = await understand(
      v3(
        `channels: {r: {address: '/r/{n}', parameters: {n: {enum: [a, b], default: a, examples: [b]}}}}`,
      ),
    );

    expect(only(old)).toMatchObject({
      in: "path",
      required: true,
      description: "Number",
      value: { type: "integer", maximum: 9 },
    });
    expect(only(current)).toMatchObject({
      in: "path",
      required: true,
      defaultValue: "a",
      examples: ["b"],
      value: { allowed: ["a", "b"] },
    });
  });

  test("one that nothing describes may be any text, with a warning", async () => {
    const understood = await understand(v3(`channels: {r: {address: '/r/{n}'}}`));

    expect(only(understood)).toMatchObject({
      in: "path",
      name: "n",
      required: true,
      value: { type: "string" },
    });
    expect(understood.rules).toEqual(["parameter-undeclared"]);
  });

  test("outside of the address are optional query parameters or headers, with a warning", async () => {
    const { model, diagnostics } = await understand(
      v3(`
channels:
  r:
    address: /r
    parameters:
      model: {enum: [small, large]}
      key: {location: $message.header#/Authorization}
      rate: {location: $message.payload#/rate}`),
    );

    expect(model.routes[0]?.parameters).toMatchObject([
      { in: "query", name: "model", required: false, value: { allowed: ["small", "large"] } },
      { in: "header", name: "Authorization", required: false },
      { in: "query", name: "rate", required: false },
    ]);
    expect(diagnostics.map(({ rule, severity }) => [rule, severity])).toEqual(
      Array.from({ length: 3 }, () => ["parameter-not-in-address", "warning"]),
    );
  });

  test("described by a $ref to components are read there", async () => {
    const understood = await understand(
      v3(`
channels: {r: {address: '/r/{n}', parameters: {n: {$ref: '#/components/parameters/n'}}}}
components: {parameters: {n: {enum: [x]}}}`),
    );

    expect(only(understood).value.allowed).toEqual(["x"]);
  });
});
