import { describe, expect, it } from "vitest";
import { createJudged } from "../../../generator/targets/api/judged.ts";

const isJudged = createJudged({
  plain: { type: "object", properties: { at: { type: "string", maxLength: 9 } } },
  loop: { properties: { next: { $ref: "#/$defs/loop" }, plain: { $ref: "#/$defs/plain" } } },
  dated: { properties: { at: { type: "string", format: "date" } } },
  outer: { allOf: [{ $ref: "#/$defs/plain" }, { items: { $ref: "#/$defs/middle" } }] },
  middle: { anyOf: [{ $ref: "#/$defs/loop" }, { $ref: "#/$defs/dated" }] },
  stepped: { multipleOf: 0.1 },
  strict: { unevaluatedItems: false },
  exact: { const: 1, "x-exact": { const: "1.0000000000000000001" } },
  broken: { $ref: "#/$defs/nowhere" },
});

describe("a made sample", () => {
  it.each(["plain", "loop"])("of %s needs no second look", (name) => {
    expect(isJudged(name)).toBe(true);
  });

  it.each(["dated", "stepped", "strict", "exact", "middle", "outer", "broken", "constructor"])(
    "of %s is looked at again",
    (name) => {
      expect(isJudged(name)).toBe(false);
    },
  );
});
