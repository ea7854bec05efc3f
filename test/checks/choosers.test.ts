import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileChecks } from "../../generator/checks/index.ts";
import { describeChoice } from "../../generator/checks/describe.ts";
import type { JsonSchema } from "../../generator/model/api.ts";
import { anySchema, anyValue } from "./any-schema.ts";
import { inputOf, runChecks } from "./run-checks.ts";

function chooserOf(schemas: Readonly<Record<string, JsonSchema>>, ids = Object.keys(schemas)) {
  const compiled = compileChecks(inputOf(schemas, ids));
  const choose = runChecks(compiled).choosers["all"];
  const [choice] = compiled.choices;
  if (choose === undefined || choice === undefined) {
    throw new Error("no chooser was compiled");
  }
  return { choose, words: describeChoice(choice), together: choice.together };
}

const tagged = (tag: string, value: unknown): JsonSchema => ({
  type: "object",
  required: [tag],
  properties: { [tag]: { const: value } },
});

describe("messages with a discriminator", () => {
  it("are told apart by the value of a required member", () => {
    const { choose, words } = chooserOf({ a: tagged("type", "a"), b: tagged("type", "b") });

    expect(choose({ type: "a" })).toEqual([0]);
    expect(choose({ type: "b" })).toEqual([1]);
    expect(words).toBe('the value at /type ("a", "b")');
  });

  it("are refused at the discriminator, with the values that it may have", () => {
    const { choose } = chooserOf({ a: tagged("type", "a"), b: tagged("type", "b") });

    expect(choose({ type: "secret" })).toEqual({
      pointer: "/type",
      found: "a string of 6 characters",
      expected: 'one of "a", "b"',
      keyword: "oneOf",
    });
    expect(choose({})).toMatchObject({ pointer: "/type", found: "nothing" });
    expect(choose([])).toMatchObject({
      pointer: "",
      found: "an empty array",
      expected: "an object",
    });
  });

  it("are told apart three levels down, through references, allOf and oneOf", () => {
    const deep = (value: string): JsonSchema => ({
      type: "object",
      required: ["h"],
      properties: {
        h: {
          allOf: [
            { $ref: "#/$defs/head" },
            { properties: { k: { required: ["t"], properties: { t: { const: value } } } } },
          ],
        },
      },
    });
    const schemas: Readonly<Record<string, JsonSchema>> = {
      a: deep("a"),
      b: { oneOf: [deep("b"), deep("c")] },
      head: { type: "object", required: ["k"], properties: { k: { type: "object" } } },
    };
    const { choose, words } = chooserOf(schemas, ["a", "b"]);

    expect(choose({ h: { k: { t: "a" } } })).toEqual([0]);
    expect(choose({ h: { k: { t: "c" } } })).toEqual([1]);
    expect(words).toContain("/h/k/t");
  });

  it("are told apart by the place in a tuple", () => {
    const event = (name: string): JsonSchema => ({
      type: "array",
      prefixItems: [{ const: name }],
      minItems: 1,
    });
    const { choose } = chooserOf({ ping: event("ping"), pong: event("pong") });

    expect(choose(["pong", 1])).toEqual([1]);
    expect(choose({})).toMatchObject({ pointer: "", expected: "an array" });
  });

  it("stay candidates of every value where they name none", () => {
    const { choose } = chooserOf({ a: tagged("type", "a"), any: true, b: tagged("type", "b") });

    expect(choose({ type: "b" })).toEqual([1, 2]);
    expect(choose({ type: "x" })).toEqual([1]);
    expect(choose(5)).toEqual([1]);
  });

  it("are told apart by a second place where the first leaves several", () => {
    const both = (op: string, topic: string): JsonSchema => ({
      type: "object",
      required: ["op", "topic"],
      properties: { op: { const: op }, topic: { const: topic } },
    });
    const { choose } = chooserOf({ a: both("sub", "x"), b: both("sub", "y"), c: both("un", "x") });

    expect(choose({ op: "sub", topic: "y" })).toEqual([1]);
    expect(choose({ op: "un", topic: "x" })).toEqual([2]);
  });

  it("keep the difference between the text 1, the number 1, true and null", () => {
    const { choose } = chooserOf({
      text: tagged("v", "1"),
      number: tagged("v", 1),
      boolean: tagged("v", true),
      nothing: tagged("v", null),
    });

    expect(["1", 1, true, null].map((v) => choose({ v }))).toEqual([[0], [1], [2], [3]]);
  });
});

describe("messages without a discriminator", () => {
  it("are told apart by a key that one needs and the other forbids", () => {
    const closed = (key: string): JsonSchema => ({
      type: "object",
      required: [key],
      properties: { [key]: {} },
      additionalProperties: false,
    });
    const { choose, words } = chooserOf({ result: closed("result"), error: closed("error") });

    expect(choose({ error: 1 })).toEqual([1]);
    expect(choose({ result: 1 })).toEqual([0]);
    expect(words).toMatch(/^whether \/(result|error) is there/u);
  });

  it("are told apart by their type", () => {
    const { choose, words } = chooserOf({ o: { type: "object" }, a: { type: "array" } });

    expect(choose([])).toEqual([1]);
    expect(choose(1)).toMatchObject({ pointer: "", expected: "an array or an object" });
    expect(words).toBe("the type of the message (array, object)");
  });

  it("are all candidates, in order", () => {
    const { choose, words, together } = chooserOf({ a: true, b: { type: "object" } });

    expect(choose({})).toEqual([0, 1]);
    expect(together).toEqual([["a", "b"]]);
    expect(words).toContain("tried in order");
  });
});

describe("hostile names and values", () => {
  const names = ["__proto__", "constructor", "toString", "`${x}`", "*/", "\u2028", '"];x//', "a\\"];

  it.each(names)("%j is a key like any other", (name) => {
    const { choose } = chooserOf({
      a: { ...Object(tagged("t", "a")), required: ["t"] },
      b: tagged(name, "b"),
    });

    expect(choose({ t: "a" })).not.toEqual([1]);
    expect(choose(Object.fromEntries([[name, "b"]]))).toContain(1);
  });

  it.each(names)("%j is a value like any other", (value) => {
    const { choose } = chooserOf({ a: tagged("t", value), b: tagged("t", "b") });

    expect(choose({ t: value })).toEqual([0]);
    expect(choose({ t: "b" })).toEqual([1]);
  });
});

describe("choosing is sound", () => {
  it("never rules out a message whose check accepts the value", () => {
    fc.assert(
      fc.property(
        fc.array(anySchema, { minLength: 2, maxLength: 4 }),
        fc.array(anyValue, { minLength: 30, maxLength: 30 }),
        (schemas, values) => {
          const named = Object.fromEntries(schemas.map((schema, index) => [`m${index}`, schema]));
          const { clientChecks, choosers } = runChecks(compileChecks(inputOf(named)));
          for (const value of values) {
            const chosen = choosers["all"]?.(value);
            const accepting = schemas
              .map((_schema, index) => index)
              .filter((index) => accepts(clientChecks[`m${index}`], value));
            expect(Array.isArray(chosen) ? chosen : []).toEqual(expect.arrayContaining(accepting));
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** A schema that is nothing but itself never ends; nobody's frame is accepted by it. */
function accepts(check: ((value: unknown) => unknown) | undefined, value: unknown): boolean {
  try {
    return check?.(value) === null;
  } catch (error) {
    if (error instanceof RangeError) {
      return false;
    }
    throw error;
  }
}
