import { describe, expect, test } from "vitest";
import type { ParameterValue } from "../../runtime/contract/v1.ts";
import { compileValue } from "../../runtime/handshake/parameter-value.ts";
import { parameter } from "../helpers/api-document.ts";

const valueOf = (declared: Partial<ParameterValue>): ParameterValue =>
  parameter({ in: "query", name: "a" }, declared).value;

describe("text that is of the declared type becomes its value", () => {
  test.each<[Partial<ParameterValue>, string, unknown]>([
    [{ type: "string" }, "", ""],
    [{ type: "integer" }, "0", 0],
    [{ type: "integer" }, "-12", -12],
    [{ type: "number" }, "1.5e3", 1500],
    [{ type: "number" }, "-0.25", -0.25],
    [{ type: "boolean" }, "true", true],
    [{ type: "boolean" }, "false", false],
    [{ type: "date" }, "2024-02-29", "2024-02-29"],
    [{ type: "date" }, "0001-01-01", "0001-01-01"],
    [{ type: "date-time" }, "2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z"],
    [{ type: "date-time" }, "2026-01-31t12:00:60.5+05:30", "2026-01-31t12:00:60.5+05:30"],
    [{ allowed: ["gold", "silver"] }, "gold", "gold"],
    [{ type: "integer", allowed: ["1", "2"] }, "2", 2],
    [{ pattern: "^[a-z]+$" }, "abc", "abc"],
    [
      { format: "uuid" },
      "123e4567-e89b-12d3-a456-426614174000",
      "123e4567-e89b-12d3-a456-426614174000",
    ],
    [{ format: "a-format-of-nobody" }, "x", "x"],
    [{ minLength: 1, maxLength: 2 }, "😀😀", "😀😀"],
    [{ type: "integer", minimum: 1, maximum: 1 }, "1", 1],
  ])("%j reads %j", (declared, text, value) => {
    expect(compileValue(valueOf(declared)).read(text)).toEqual({ ok: true, value });
  });
});

describe("other text is refused with what was expected", () => {
  const day = "a date such as 2026-01-31";
  const moment = "a date and time such as 2026-01-31T12:00:00Z";
  test.each<[Partial<ParameterValue>, string, string]>([
    [{ type: "integer" }, "", "an integer"],
    [{ type: "integer" }, "1.0", "an integer"],
    [{ type: "integer" }, "1e3", "an integer"],
    [{ type: "integer" }, "007", "an integer"],
    [{ type: "integer" }, "+1", "an integer"],
    [{ type: "integer" }, "0x10", "an integer"],
    [{ type: "integer" }, " 1", "an integer"],
    [{ type: "integer" }, "1\n", "an integer"],
    [{ type: "integer" }, "9".repeat(400), "an integer"],
    [{ type: "number" }, "NaN", "a number"],
    [{ type: "number" }, "Infinity", "a number"],
    [{ type: "number" }, "1e999", "a number"],
    [{ type: "number" }, ".5", "a number"],
    [{ type: "boolean" }, "1", "true or false"],
    [{ type: "boolean" }, "TRUE", "true or false"],
    [{ type: "boolean" }, "toString", "true or false"],
    [{ type: "boolean" }, "__proto__", "true or false"],
    [{ type: "date" }, "2026-02-29", day],
    [{ type: "date" }, "2026-1-1", day],
    [{ type: "date" }, "2026-00-10", day],
    [{ type: "date-time" }, "2026-01-31", moment],
    [{ type: "date-time" }, "2026-01-31T25:00:00Z", moment],
    [{ type: "date-time" }, "2026-01-31T12:00:00", moment],
    [{ type: "date-time" }, "2026-02-30T12:00:00Z", moment],
    [{ allowed: ["gold", "silver"] }, "tin", 'one of "gold", "silver"'],
    [{ pattern: "^[a-z]+$" }, "ABC", "a string that matches ^[a-z]+$"],
    [{ pattern: "^a*$" }, "a".repeat(2049), "a string that matches ^a*$"],
    [{ format: "uuid" }, "x", "a string of format uuid"],
    [{ format: "ipv4" }, "1.2.3.256", "a string of format ipv4"],
    [{ minLength: 2 }, "😀", "at least 2 characters"],
    [{ maxLength: 1 }, "ab", "at most 1 character"],
    [{ type: "integer", minimum: 1 }, "0", "at least 1"],
    [{ type: "number", maximum: 1 }, "1.1", "at most 1"],
    [{ type: "number", exclusiveMinimum: 0 }, "0", "more than 0"],
    [{ type: "number", exclusiveMaximum: 10 }, "10", "less than 10"],
  ])("%j refuses %j", (declared, text, expected) => {
    expect(compileValue(valueOf(declared)).read(text)).toEqual({ ok: false, expected });
  });
});
