import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AREAS } from "./cases/index.ts";
import { ENGINES, type Engine } from "./engines.ts";
import { type Rig, startRig } from "./rig.ts";
import { runCases } from "./run-cases.ts";

const LEGS = { "client leg": "client", "backend leg": "server" } as const;

for (const engine of Object.keys(ENGINES).filter(isEngine)) {
  describe(`engine ${engine}`, () => {
    let rig: Rig;
    beforeAll(async () => {
      rig = await startRig(engine);
    });
    afterAll(() => rig.close());

    for (const [leg, role] of Object.entries(LEGS)) {
      describe(leg, () => {
        for (const [area, cases] of Object.entries(AREAS)) {
          test(`${area}: ${cases.length} cases`, async () => {
            const failures = await runCases(rig, cases, role, "anything");

            expect(failures.map(({ report }) => report).join("\n\n")).toBe("");
          });
        }
      });
    }
  });
}

function isEngine(name: string): name is Engine {
  return Object.hasOwn(ENGINES, name);
}
