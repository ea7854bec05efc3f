import { describe, expect, it } from "vitest";
import { compileValueChecks } from "../../../generator/checks/value/index.ts";
import type { JsonSchema } from "../../../generator/model/api.ts";
import { HOSTILE_SCHEMAS } from "../hostile-schemas.ts";
import { checksOf } from "../run-checks.ts";
import { runModule, valueChecksOf } from "./run-value-checks.ts";

const codeOf = (schemas: Readonly<Record<string, JsonSchema>>): string =>
  compileValueChecks({ schemas, checks: [{ name: "check", schema: "m" }] }).code;

/** Every family in three sizes. */
const FEW = HOSTILE_SCHEMAS.filter((_one, index) => index % 4 === 3);

describe("what the check of an SDK may cost", () => {
  it.each(FEW)("is bounded: $name", ({ schemas, value }) => {
    const [message = ""] = Object.keys(schemas);
    const said = valueChecksOf(schemas)(message)(value);
    const gateway = checksOf(schemas).clientChecks[message]?.(value);

    // Either may give up where the other does not: they count otherwise.
    const isCostly = said?.keyword === "cost" || gateway?.keyword === "cost";
    expect(isCostly || (said === null) === (gateway === null)).toBe(true);
  });

  it("is told as a fault", () => {
    const node = {
      anyOf: [
        { allOf: [{ items: { $ref: "#/$defs/m" } }, false] },
        { items: { $ref: "#/$defs/m" } },
      ],
    };
    const value = Array.from({ length: 40 }).reduce((inner: unknown) => [inner], []);

    expect(valueChecksOf({ m: node })("m")(value)).toEqual({
      pointer: "",
      expected: "a value that is checked in less time",
      found: "an array of 1 item",
      keyword: "cost",
    });
  });

  it("is not counted where it is linear in the value, recursive or not", () => {
    const tree = { properties: { left: { $ref: "#/$defs/m" }, right: { $ref: "#/$defs/m" } } };
    const doubling = { allOf: [{ $ref: "#/$defs/m" }] };

    expect(codeOf({ m: tree })).not.toContain("spend");
    expect(codeOf({ m: { properties: { a: doubling } } })).toContain("spend");
  });

  it("lets a value through that is 1,000 deep", () => {
    const node = {
      required: ["id"],
      properties: { id: { type: "integer" }, next: { $ref: "#/$defs/m" } },
    };
    const deep = Array.from({ length: 1000 }).reduce((next: unknown) => ({ id: 1, next }), {
      id: 1,
    });

    expect(valueChecksOf({ m: node })("m")(deep)).toBeNull();
  });
});

describe("a payload of bytes", () => {
  it("is checked as text with one character per byte, and is bytes in the words of its fault", () => {
    const schemas = { m: { type: "string", maxLength: 2 } };
    const { code } = compileValueChecks({
      schemas,
      checks: [{ name: "check", schema: "m", isBytes: true }],
    });
    const check = runModule(code)["check"] as (value: unknown) => unknown;

    expect(check(new Uint8Array(2))).toBeNull();
    expect(check(new Uint8Array(3))).toEqual({
      pointer: "",
      expected: "at most 2 characters",
      found: "3 bytes",
      keyword: "maxLength",
    });
  });
});
