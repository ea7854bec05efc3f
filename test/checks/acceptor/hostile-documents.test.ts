import { describe, expect, it } from "vitest";
import { explainAcceptors } from "../../../generator/checks/acceptor/explain.ts";
import { MAX_API_WORK, MAX_MESSAGE_WORK } from "../../../generator/checks/acceptor/groups.ts";
import { Planner } from "../../../generator/checks/acceptor/planner.ts";
import type { JsonSchema } from "../../../generator/model/api.ts";
import { compileAcceptors } from "../../../generator/checks/acceptor/index.ts";
import { compileChecks } from "../../../generator/checks/index.ts";
import { inputOf } from "../run-checks.ts";

/** A schema that is part of itself at 20 places. */
const SELF: JsonSchema = {
  type: "object",
  properties: Object.fromEntries(
    Array.from({ length: 20 }, (_none, index) => [`p${index}`, { $ref: "#/$defs/self" }]),
  ),
};

function acceptorsOf(message: JsonSchema): string {
  const input = inputOf({ message, self: SELF }, ["message"]);
  const { choices, failures } = compileChecks(input);
  return compileAcceptors({ ...input, choices, failures, depth: 64 }).acceptors;
}

describe("acceptors of documents that lead into themselves", () => {
  it.each([
    ["not", { type: "object", not: { $ref: "#/$defs/self" } }],
    ["if", { type: "object", if: { $ref: "#/$defs/self" }, then: { required: ["a"] } }],
  ])(
    "are made although %s can be refused in more ways than anybody counts",
    (_keyword, message) => {
      expect(acceptorsOf(message).length).toBeLessThan(100_000);
    },
  );
});

function times<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_none, index) => make(index));
}

/** Twelve times one of eight: as many ways as nobody tries. */
function manyWays(name: string): JsonSchema {
  const oneOfEight = (place: number): JsonSchema => ({
    anyOf: times(8, (way) => ({
      properties: { [`${name}${place}_${way}`]: { type: "string", maxLength: way } },
      required: [`${name}${place}_${way}`],
    })),
  });
  return { type: "object", allOf: times(12, oneOfEight) };
}

const COSTLY: readonly (readonly [string, JsonSchema])[] = [
  ["allOf of anyOf", manyWays("p")],
  [
    "dependentRequired",
    {
      type: "object",
      properties: Object.fromEntries(times(41, (at) => [`p${at}`, { type: "string" }])),
      dependentRequired: Object.fromEntries(times(40, (at) => [`p${at}`, [`p${at + 1}`]])),
    },
  ],
  [
    "if",
    {
      type: "object",
      allOf: times(16, (at) => ({
        if: { properties: { kind: { const: `k${at}` } }, required: ["kind"] },
        then: { required: [`p${at}`] },
      })),
    },
  ],
];
const PLAIN: JsonSchema = {
  type: "object",
  required: ["plain"],
  properties: { plain: { const: 1 } },
};

function explained(schemas: Readonly<Record<string, JsonSchema>>) {
  const input = inputOf(schemas);
  const { choices, failures } = compileChecks(input);
  const { groups } = explainAcceptors({ ...input, choices, failures, depth: 64 });
  return groups[0]?.entries ?? [];
}

describe("messages that cost too much to compile", () => {
  it.each(COSTLY)("have no acceptor, and their neighbours have theirs: %s", (_what, schema) => {
    const [costly, plain] = explained({ costly: schema, plain: PLAIN });

    expect(costly?.accepted).toBe("no");
    expect(costly?.reason).toContain(`more to compile than ${MAX_MESSAGE_WORK}`);
    expect(plain).toEqual({ messageId: "plain", accepted: "yes", reason: null, gaps: [] });
  });

  it("cost their API no more than all of its messages may, which leaves nothing for the rest", () => {
    const many = times(8, (at) => [`m${at}`, manyWays(`m${at}`)] as const);

    const reasons = explained({ ...Object.fromEntries(many), plain: PLAIN }).map(
      ({ accepted }) => accepted,
    );

    expect(reasons).toEqual(times(9, () => "no"));
    expect(MAX_API_WORK).toBeLessThan(8 * MAX_MESSAGE_WORK);
  });

  it("leave no plan behind that a later message would be read with", () => {
    const planner = new Planner({});
    const shared: JsonSchema = { type: "object", properties: { inner: { type: "string" } } };
    const before = planner.values.length;

    expect(planner.planWithin(1, [{ allOf: [shared], properties: { more: shared } }])).toBeNull();
    expect(planner.values.length).toBe(before);

    const plan = planner.planWithin(100, [shared]);
    expect(plan === null ? null : planner.plan(plan)).toMatchObject({
      kind: "value",
      object: { members: [{ key: "inner" }] },
    });
  });
});
