/**
 * Whatever a schema asks for, a frame is answered within its allowance. The bound on time is many
 * times what it takes; without allowances, the largest of these would take longer than anybody waits.
 */
import { describe, expect, it } from "vitest";
import { checksOf } from "./run-checks.ts";
import { HOSTILE_SCHEMAS } from "./hostile-schemas.ts";

/** CPU that one check may take on a slow and busy machine. */
const BOUND_MS = 500;

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe("schemas that ask for more work than a frame may cost", () => {
  it("are 300 and more", () => {
    expect(HOSTILE_SCHEMAS.length).toBeGreaterThanOrEqual(300);
  });

  it("end every check soon", { timeout: 120_000 }, () => {
    const slow: string[] = [];
    const costly = new Set<string>();
    for (const { name, schemas, value } of HOSTILE_SCHEMAS) {
      const [check] = Object.values(checksOf(schemas).clientChecks);
      const spent = cpuMs(() => {
        if (check?.(value)?.keyword === "cost") {
          costly.add(name);
        }
      });
      if (spent > BOUND_MS) {
        slow.push(`${name}: ${spent.toFixed(0)} ms`);
      }
    }

    expect(slow).toEqual([]);
    expect([...costly]).toEqual(
      expect.arrayContaining(["anyOf doubling, 60", "anyOf of one property, 60"]),
    );
  });
});
