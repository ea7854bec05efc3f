import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { knowsInterruptBudget } from "../../generator/cli/generating/spare-optimising.ts";

test("a V8 that is taken to know the flag takes it without a word", () => {
  const flag = "--interrupt-budget=1000000";
  const script = `require("node:v8").setFlagsFromString("${flag}")`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });

  expect(knowsInterruptBudget(process.versions.v8) ? stdout + stderr : "").toBe("");
});

test.each(["11.3.244.8-node.38", "12.4.254.21-node.33"])("V8 %s is taken to know it", (version) => {
  expect(knowsInterruptBudget(version)).toBe(true);
});

test.each(["14.1.146.11-node.9", "", "1", "110.0"])("V8 %s is not taken to know it", (version) => {
  expect(knowsInterruptBudget(version)).toBe(false);
});
