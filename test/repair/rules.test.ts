import { describe, expect, test } from "vitest";
import { REPAIR_FINDINGS } from "../../generator/repair/findings.ts";
import { asJson } from "../source/load-text.ts";
import { CASES, V2, V3 } from "./cases.ts";
import { repairText } from "./repair-text.ts";

describe("a slip whose meaning is plain", () => {
  test.each(CASES.map((one) => [one.rule, one.given, one] as const))(
    "%s is put right with a warning: %j",
    async (rule, given, { want }) => {
      const { tree, warnings, remaining } = await repairText(given);
      const after = want.map(([pointer]) => {
        const node = tree.at({ file: "api.yaml", pointer });
        return [pointer, node === null ? undefined : asJson(node.value)];
      });

      expect(warnings.map((warning) => warning.rule)).toContain(rule);
      expect(warnings.every(({ severity }) => severity === "warning")).toBe(true);
      expect(after).toEqual(want);
      expect(remaining).toEqual([]);
    },
  );

  test.each(CASES.map((one) => [one.rule, one.neighbour, one.refused] as const))(
    "%s leaves its neighbour alone: %j",
    async (rule, neighbour, refused) => {
      const { warnings, remaining } = await repairText(neighbour);

      expect(warnings.map((warning) => warning.rule)).not.toContain(rule);
      expect(remaining.map((finding) => finding.rule)).toContain(refused);
    },
  );

  test("has a case here for each rule", () => {
    const tried = new Set(CASES.map(({ rule }) => rule));

    expect([...tried].toSorted()).toEqual(Object.keys(REPAIR_FINDINGS).toSorted());
  });

  test("keeps the author's line for what a repair moved", async () => {
    const text = `${V2}channels:\n  c:\n    security:\n      - wrong: 5\n    publish: {}\n`;

    const { tree, remaining } = await repairText(text);

    expect(remaining.map(({ rule, place }) => [rule, tree.position(place).line])).toEqual([
      ["wrong-type", 6],
    ]);
  });

  test("is left out of a document without errors", async () => {
    const { warnings } = await repairText(
      `${V3}channels: {c: {address: /, messages: {m: {payload: {}}}}}\n`,
    );

    expect(warnings).toEqual([]);
  });
});
