import { describe, expect, it } from "vitest";
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
