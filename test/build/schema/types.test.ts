import { expect, test } from "vitest";
import type { Type } from "../../../generator/model/type.ts";
import { lower } from "./lowered.ts";

const text: Type = { kind: "string", format: null };

async function typeOf(given: string): Promise<Type | undefined> {
  const { types, name } = await lower(given);
  return types.find((type) => type.name === name)?.type;
}

const CASES: readonly { readonly given: string; readonly want: Type }[] = [
  { given: "{}", want: { kind: "unknown" } },
  { given: "false", want: { kind: "never" } },
  { given: "{type: string, format: uuid}", want: { kind: "string", format: "uuid" } },
  { given: "{const: a}", want: { kind: "literal", value: "a" } },
  {
    given: "{enum: [a, 1, null]}",
    want: {
      kind: "union",
      tag: null,
      options: [{ kind: "literal", value: "a" }, { kind: "literal", value: 1 }, { kind: "null" }],
    },
  },
  {
    given: "{type: [string, 'null']}",
    want: { kind: "union", tag: null, options: [text, { kind: "null" }] },
  },
  {
    given: "{type: array, items: {type: integer}}",
    want: { kind: "list", item: { kind: "integer" } },
  },
  {
    given: "{type: array, items: [{type: string}], additionalItems: {type: number}}",
    want: { kind: "tuple", items: [text], rest: { kind: "number" } },
  },
  { given: "{type: object}", want: { kind: "map", value: { kind: "unknown" } } },
  {
    given: "{type: object, additionalProperties: {type: boolean}}",
    want: { kind: "map", value: { kind: "boolean" } },
  },
  {
    given:
      "{properties: {a: {type: string, description: An a, deprecated: true}}, additionalProperties: false}",
    want: {
      kind: "record",
      fields: [{ name: "a", type: text, required: false, description: "An a", deprecated: true }],
      rest: null,
    },
  },
  {
    given: "{type: object, properties: {}, oneOf: [{required: [a]}, {required: [b]}]}",
    want: { kind: "map", value: { kind: "unknown" } },
  },
];

test.each(CASES)("the type of $given", async ({ given, want }) => {
  expect(await typeOf(`payload: ${given}`)).toEqual(want);
});

test("options are told apart by the member whose literals differ, through references", async () => {
  const type = await typeOf(`
components:
  schemas:
    Cat: {required: [kind, v], properties: {v: {const: 1}, kind: {const: cat}}}
    Dog: {required: [kind, v], properties: {v: {const: 1}, kind: {enum: [dog, wolf]}}}
payload: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}`);

  expect(type).toMatchObject({ kind: "union", tag: "kind" });
});

test("a discriminator that does not differ is no tag", async () => {
  const type = await typeOf(`
payload:
  discriminator: kind
  oneOf:
    - {required: [kind], properties: {kind: {const: cat}, a: {type: string}}}
    - {required: [kind], properties: {kind: {type: string}}}`);

  expect(type).toMatchObject({ kind: "union", tag: null });
});

test("allOf is one record where its parts are written out", async () => {
  const type = await typeOf(`
payload:
  allOf:
    - {type: object, properties: {a: {type: string}}}
    - {required: [a], properties: {b: {type: integer}}}`);

  expect(type).toMatchObject({
    kind: "record",
    fields: [
      { name: "a", required: true },
      { name: "b", required: false },
    ],
  });
});
