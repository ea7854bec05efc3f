import { describe, expect, it } from "vitest";
import { checkFindings } from "../../generator/checks/diagnose.ts";
import { compileChecks } from "../../generator/checks/index.ts";
import type { JsonSchema } from "../../generator/model/api.ts";
import { inputOf } from "./run-checks.ts";

function findingsOf(schemas: Readonly<Record<string, JsonSchema>>) {
  const input = inputOf(schemas);
  return checkFindings(input, compileChecks(input), (id) => ({
    file: "api.yaml",
    pointer: `/components/messages/${id}`,
  }));
}

describe("messages that a frame is at once", () => {
  it("are named, with a frame that is both", () => {
    const open = (key: string): JsonSchema => ({
      type: "object",
      required: [key],
      properties: { [key]: { type: "integer" } },
    });

    expect(findingsOf({ said: open("a"), heard: open("b") })).toEqual([
      {
        rule: "messages-alike",
        severity: "warning",
        message: 'message "said" cannot be told apart from "heard": {"a":0,"b":0} is both',
        hint: "give each a required member with a const value of its own",
        place: { file: "api.yaml", pointer: "/components/messages/said" },
      },
    ]);
  });

  it("are found where a discriminator may be left out", () => {
    const tagged = (value: string): JsonSchema => ({
      type: "object",
      properties: { type: { const: value } },
    });

    expect(findingsOf({ a: tagged("a"), b: tagged("b"), c: tagged("c") })).toMatchObject([
      { message: 'message "a" cannot be told apart from "b", "c": {} is both' },
    ]);
  });

  it("are one finding where several are like the same others", () => {
    const tagged = (value: string): JsonSchema => ({
      type: "object",
      required: ["type"],
      properties: { type: { const: value } },
    });
    const open: JsonSchema = { type: "object", required: ["type"] };

    expect(findingsOf({ a: tagged("a"), b: tagged("b"), c: open, d: open })).toMatchObject([
      {
        message:
          'messages "c", "a", "b", "d" cannot all be told apart: {"type":{}} is both "c" and "d"',
      },
    ]);
  });

  it("are not reported where a check tells them apart that the choice does not see", () => {
    const named = (pattern: string): JsonSchema => ({
      type: "object",
      required: ["name"],
      properties: { name: { type: "string", pattern, minLength: 1 } },
    });

    expect(findingsOf({ a: named("^a"), b: named("^b") })).toEqual([]);
  });

  it("are not reported where a discriminator is required", () => {
    const tagged = (value: string): JsonSchema => ({
      required: ["type"],
      properties: { type: { const: value } },
    });

    expect(findingsOf({ a: tagged("a"), b: tagged("b") })).toEqual([]);
  });
});

describe("a schema that no check can be made of", () => {
  it("is an error at its message", () => {
    const pattern = { type: "object", properties: { a: { pattern: "(" } } };

    expect(findingsOf({ broken: pattern })).toEqual([
      {
        rule: "schema-not-checkable",
        severity: "error",
        message:
          'no check can be made of /properties/a/pattern of schema "broken": pattern "(" is no regular expression of ECMAScript',
        hint: null,
        place: { file: "api.yaml", pointer: "/components/messages/broken" },
      },
    ]);
  });
});
