import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { chooseMessages } from "../../../generator/checks/choices.ts";
import { compileChecks } from "../../../generator/checks/index.ts";
import type { JsonSchema } from "../../../generator/model/api.ts";
import { anySchema, anyValue } from "../any-schema.ts";
import { inputOf, runChecks } from "../run-checks.ts";
import { choosersOf } from "./run-value-checks.ts";

/** What the gateway's chooser and that of an SDK say of values. */
function answers(schemas: Readonly<Record<string, JsonSchema>>, values: readonly unknown[]) {
  const input = inputOf(schemas);
  const gateway = runChecks(compileChecks(input)).choosers["all"];
  const choosers = chooseMessages(input).map(({ choice }) => ({ name: "chooseAll", choice }));
  const sdk = choosersOf(choosers)("chooseAll");
  return {
    gateway: values.map((value) => gateway?.(value)),
    sdk: values.map((value) => sdk(value)),
  };
}

const tagged = (tag: string, more: Readonly<Record<string, JsonSchema>> = {}): JsonSchema => ({
  type: "object",
  required: ["type"],
  properties: { type: { const: tag }, ...more },
});

describe("the chooser of an SDK", () => {
  it("tells messages apart by their tag, and says where it is wrong", () => {
    const schemas = { say: tagged("say"), said: tagged("said"), "it's `${gone}`": tagged('"*/') };
    const values = [{ type: "say" }, { type: "said" }, { type: '"*/' }, { type: "x" }, {}, [], 1];

    const { gateway, sdk } = answers(schemas, values);

    expect(sdk).toEqual(gateway);
    expect(sdk.slice(0, 3)).toEqual([[0], [1], [2]]);
    expect(sdk[3]).toMatchObject({ pointer: "/type", found: "a string of 1 character" });
    expect(sdk[5]).toMatchObject({ pointer: "", expected: "an object" });
  });

  it("looks at several places, deep ones and items", () => {
    const event = (tag: string): JsonSchema => tagged("event", { data: tagged(tag) });
    const call = (name: string): JsonSchema => ({
      type: "array",
      minItems: 2,
      prefixItems: [true, { const: name }],
    });
    const schemas = {
      a: event("a"),
      b: event("b"),
      error: tagged("error"),
      c: call("c"),
      d: call("d"),
    };
    const values = [
      ...[
        { type: "event", data: { type: "b" } },
        { type: "event", data: { type: "z" } },
      ],
      ...[{ type: "event", data: [] }, { type: "event" }, { type: "error" }],
      ...[[1, "c"], [1, "d"], [1, "e"], [1], [], "x", null],
    ];

    const { gateway, sdk } = answers(schemas, values);

    expect(sdk).toEqual(gateway);
  });

  it("takes what is no plain object for what it holds itself", () => {
    const { sdk } = answers({ a: tagged("a"), b: tagged("b") }, [
      Object.create({ type: "a" }),
      Object.assign(Object.create(null), { type: "b" }),
    ]);

    expect(sdk[0]).toMatchObject({ pointer: "/type", found: "nothing" });
    expect(sdk[1]).toEqual([1]);
  });

  it("says what the gateway's says, for any schemas and values", () => {
    const schemas = fc.array(anySchema, { minLength: 2, maxLength: 5 });
    const values = fc.array(anyValue, { minLength: 1, maxLength: 30 });

    fc.assert(
      fc.property(schemas, values, (list, inputs) => {
        const named = Object.fromEntries(
          list.map((schema, index) => [`m${index}`, schema] as const),
        );
        const { gateway, sdk } = answers(named, inputs);
        expect(sdk).toEqual(gateway);
      }),
      { numRuns: 150 },
    );
  });
});
