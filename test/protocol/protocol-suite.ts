import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "../../runtime/frames/engine.ts";
import { allAreas } from "./cases/index.ts";
import { startTestGateway } from "./gateway.ts";
import { isKnownDeviation } from "./known-deviations.ts";
import type { ProtocolCase } from "./protocol-case.ts";
import { type Rig, startRig } from "./rig.ts";
import { runCases } from "./run-cases.ts";

const LEGS = { "client leg": "client", "backend leg": "server" } as const;

/** With FRAMEGATE_PROTOCOL=wide, all close codes from 0 to 5000 are sent, with every kind of reason. */
const isWide = process.env["FRAMEGATE_PROTOCOL"] === "wide";

/** The gateway may take this long over a step; it takes milliseconds, but processors are shared. */
const STEP_MS = 4_500;

/** For cases that are known to hang or to end wrong. */
const DEVIATION_STEP_MS = 300;

const AREA_TIMEOUT_MS = isWide ? 1_800_000 : 180_000;

/** What every engine must do on both legs; each engine's test file calls this. */
export function protocolSuite(engine: Engine): void {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig((backendUrl) => startTestGateway(engine, backendUrl));
  });
  afterAll(() => rig.close());
  const areas = allAreas(isWide);

  describe.each(Object.entries(LEGS))(`engine ${engine}, %s`, (_, role) => {
    const isKnown = ({ id }: ProtocolCase): boolean => isKnownDeviation(engine, id);
    for (const { name, document, cases } of areas) {
      const right = cases.filter((one) => !isKnown(one));
      const known = cases.filter(isKnown);
      const failuresOf = (some: readonly ProtocolCase[], stepMs: number) =>
        runCases(some, { rig, role, document, stepMs });

      test(
        `${name}: ${right.length} cases`,
        async () => {
          const failures = await failuresOf(right, STEP_MS);

          expect(failures.map(({ report }) => report).join("\n\n")).toBe("");
        },
        AREA_TIMEOUT_MS,
      );

      if (known.length === 0) continue;
      test(
        `${name}: ${known.length} known deviations still happen`,
        async () => {
          const failures = await failuresOf(known, DEVIATION_STEP_MS);

          const failed = new Set(failures.map(({ id }) => id));
          expect(known.map(({ id }) => id).filter((id) => !failed.has(id))).toEqual([]);
        },
        AREA_TIMEOUT_MS,
      );
    }
  });

  test("the gateway has met no defect of its own", () => {
    expect(rig.defects).toEqual([]);
  });
}
