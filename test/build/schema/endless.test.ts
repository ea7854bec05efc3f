import { describe, expect, test } from "vitest";
import { lower } from "./lowered.ts";

/** Findings as `rule message`, and what became of each schema. */
async function outcome(schemas: string, payload: string) {
  const text = `components:\n  schemas: ${schemas}\npayload: ${payload}`;
  const { findings, schemas: lowered } = await lower(text);
  const rules = findings
    .filter(({ severity }) => severity === "error")
    .map(({ rule, place }) => `${rule} ${place.pointer}`);
  return { rules, schemas: lowered };
}

const A = "{$ref: '#/components/schemas/A'}";

/** `links` schemas that each apply the next twice by `keyword`; the last is a string. */
function doubled(keyword: string, links: number): string {
  const next = (at: number) => `{$ref: '#/components/schemas/D${at + 1}'}`;
  const members = Array.from(
    { length: links },
    (_, at) => `D${at}: {${keyword}: [${next(at)}, ${next(at)}]}`,
  );
  return `{${[...members, `D${links}: {type: string}`].join(", ")}}`;
}

describe("a schema that applies itself to the same value", () => {
  test.each([
    ["allOf", `{A: {allOf: [${A}]}}`],
    ["anyOf behind a type that most values are not", `{A: {anyOf: [{type: string}, ${A}]}}`],
    ["oneOf", `{A: {oneOf: [${A}, {type: string}]}}`],
    ["not", `{A: {not: ${A}}}`],
    ["if", `{A: {if: ${A}, then: {type: string}}}`],
    ["then", `{A: {if: {type: object}, then: ${A}}}`],
    ["dependentSchemas", `{A: {dependentSchemas: {a: ${A}}}}`],
    ["nested choices", `{A: {allOf: [{anyOf: [{not: ${A}}]}]}}`],
  ])("by %s is refused where it stands and lets nothing through", async (_, schemas) => {
    const found = await outcome(schemas, `{properties: {a: ${A}}}`);

    expect(found.rules).toEqual(["schema-endless /components/schemas/A"]);
    expect(found.schemas["A"]).toBe(false);
  });

  test("through another is refused with the other, but not with who refers to them", async () => {
    const schemas = `{A: {allOf: [{$ref: '#/components/schemas/B'}]}, B: {allOf: [${A}]}}`;

    const { rules } = await outcome(schemas, `{allOf: [${A}, {$ref: '#/components/schemas/B'}]}`);

    expect(new Set(rules)).toEqual(
      new Set(["schema-endless /components/schemas/A", "schema-endless /components/schemas/B"]),
    );
  });

  test.each([
    ["a property", `{A: {properties: {a: ${A}}}}`],
    ["an item of a choice", `{A: {anyOf: [{type: string}, {type: array, items: ${A}}]}}`],
    ["additional properties", `{A: {allOf: [{additionalProperties: ${A}}]}}`],
  ])("through %s is an ordinary circle", async (_, schemas) => {
    expect((await outcome(schemas, A)).rules).toEqual([]);
  });
});

describe("schemas that apply one another twice", () => {
  test.each(["allOf", "anyOf", "oneOf"])("by %s are refused beyond the limit", async (keyword) => {
    const found = await outcome(doubled(keyword, 40), "{$ref: '#/components/schemas/D0'}");

    // Without the first schemas that are too costly, those above them are bearable for as long again.
    expect(found.rules.length).toBeGreaterThanOrEqual(1);
    expect(new Set(found.rules.map((rule) => rule.split(" ")[0]))).toEqual(
      new Set(["schema-costly"]),
    );
    expect(Object.values(found.schemas)).toContain(false);
  });

  test("are fine where they are few", async () => {
    expect((await outcome(doubled("oneOf", 8), "{$ref: '#/components/schemas/D0'}")).rules).toEqual(
      [],
    );
  });

  test("in properties are fine however many, because a value has to hold them", async () => {
    const next = (at: number) => `{$ref: '#/components/schemas/P${at + 1}'}`;
    const members = Array.from(
      { length: 40 },
      (_, at) => `P${at}: {properties: {l: ${next(at)}, r: ${next(at)}}}`,
    );

    const { rules } = await outcome(
      `{${[...members, "P40: {type: string}"].join(", ")}}`,
      "{$ref: '#/components/schemas/P0'}",
    );

    expect(rules).toEqual([]);
  });
});
