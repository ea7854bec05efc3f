import { expect, test } from "vitest";
import { describeDefect } from "../../runtime/observe/defect.ts";

test("a defect is told by the kinds and places of its errors, without their messages", () => {
  const cause = new TypeError("canary\n    in two lines");
  const lines = describeDefect(new Error("canary", { cause }));

  expect(lines[0]).toBe("Error");
  expect(lines).toContain("TypeError");
  expect(lines[1]).toMatch(/^at .*defect\.test\.ts:\d+:\d+/);
  expect(lines.join()).not.toContain("canary");
});

test("what is no error says nothing", () => {
  expect(describeDefect("canary")).toEqual([]);
  expect(describeDefect(undefined)).toEqual([]);
});
