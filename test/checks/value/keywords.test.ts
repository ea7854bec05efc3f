import { describe, expect, it } from "vitest";
import { checksOf } from "../run-checks.ts";
import { valueChecksOf } from "./run-value-checks.ts";
import { SCALAR_ROWS } from "./scalar-rows.ts";
import { STRUCTURE_ROWS } from "./structure-rows.ts";

const ROWS = Object.entries({ ...SCALAR_ROWS, ...STRUCTURE_ROWS });

describe("the check of an SDK asks for", () => {
  it.each(ROWS)("%s", (_name, { schema, fits, not }) => {
    const check = valueChecksOf({ m: schema })("m");

    expect(fits.map((value) => check(value))).toEqual(fits.map(() => null));
    expect(
      not.map(([value]) => check(value)).map((fault) => [fault?.pointer, fault?.keyword]),
    ).toEqual(not.map(([, pointer, keyword]) => [pointer, keyword]));
  });

  it.each(ROWS)("%s in the words of the gateway", (_name, { schema, not }) => {
    const check = valueChecksOf({ m: schema })("m");
    const gateway = checksOf({ m: schema }).clientChecks["m"];

    expect(not.map(([value]) => check(value))).toEqual(not.map(([value]) => gateway?.(value)));
  });
});

describe("the check of an SDK", () => {
  it("lets a wrong format pass where formats are tolerated, and nothing else", () => {
    const schemas = {
      m: { required: ["at"], properties: { at: { $ref: "#/$defs/moment" } } },
      moment: { type: "string", format: "date-time" },
    };
    const check = valueChecksOf(schemas)("m");

    expect(check({ at: "soon" })?.keyword).toBe("format");
    expect(check({ at: "soon" }, true)?.keyword).toBe("format");
    expect(check({ at: "soon" }, false)).toBeNull();
    expect(check({ at: 1 }, false)?.keyword).toBe("type");
  });

  it("follows a schema that is part of itself", () => {
    const node = {
      required: ["id"],
      properties: { id: { type: "integer" }, next: { $ref: "#/$defs/node" } },
    };
    const check = valueChecksOf({ node })("node");

    expect(check({ id: 1, next: { id: 2, next: { id: 3 } } })).toBeNull();
    expect(check({ id: 1, next: { id: 2, next: { id: "3" } } })?.pointer).toBe("/next/next/id");
  });

  it("takes integers beyond 2^53 as bigints, which are numbers", () => {
    const schema = {
      type: "integer",
      maximum: 2 ** 63,
      "x-exact": { maximum: "9223372036854775807" },
    };
    const check = valueChecksOf({ m: schema })("m");

    expect(check(9223372036854775807n)).toBeNull();
    expect(check(9223372036854775808n)?.expected).toBe("at most 9223372036854775807");
  });

  it("refuses everything where the document has a schema that has no meaning", () => {
    const check = valueChecksOf({ m: { properties: { a: { type: "text" } } } })("m");

    expect(check({})).toEqual({
      pointer: "",
      expected: "nothing",
      found: "a value",
      keyword: "$ref",
    });
  });
});
