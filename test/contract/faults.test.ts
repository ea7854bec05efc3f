import { describe, expect, it } from "vitest";
import type { Fault } from "../../runtime/contract/v1.ts";
import { checksOf } from "../checks/run-checks.ts";
import { ITEM, ROWS } from "./fault-rows.ts";

function sentence(fault: Fault | null | undefined): string {
  return fault ? `${fault.pointer} is ${fault.found}, expected ${fault.expected}` : "no fault";
}

describe("the words of a fault", () => {
  it.each(Object.entries(ROWS))("say what %s asks for", (_keyword, { schema, value, says }) => {
    const { clientChecks } = checksOf({ message: schema, item: ITEM });

    expect(sentence(clientChecks["message"]?.(value))).toBe(says);
  });

  it.each([
    ["nothing", undefined, "nothing"],
    ["a number too large", Infinity, "a number too large"],
    ["not a number", NaN, "not a number"],
    ["bytes", new Uint8Array(3), "3 bytes"],
    ["an integer", 5n, "an integer"],
    ["an object", { a: 1, b: 2 }, "an object of 2 members"],
    ["an empty array", [], "an empty array"],
  ])("describe %s without showing it", (_name, value, found) => {
    const { clientChecks } = checksOf({ message: { not: true } });

    expect(clientChecks["message"]?.(value)?.found).toBe(found);
  });

  it("cut a pointer that is longer than anybody reads", () => {
    const { clientChecks } = checksOf({ message: { additionalProperties: false } });
    const fault = clientChecks["message"]?.({ ["x".repeat(100_000)]: 1 });

    expect(fault?.pointer).toHaveLength(256);
    expect(fault?.found).toBe("an integer");
  });

  it("never hold the value", () => {
    for (const { schema } of Object.values(ROWS)) {
      const { clientChecks } = checksOf({ message: schema, item: ITEM });
      const values = [
        "s3cret",
        { a: "s3cret" },
        ["s3cret", "s3cret"],
        { t: "s3cret", n: "s3cret" },
      ];
      const faults = values.map((value) => clientChecks["message"]?.(value));

      expect(JSON.stringify(faults)).not.toContain("s3cret");
    }
  });
});
