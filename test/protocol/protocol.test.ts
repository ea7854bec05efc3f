import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { casesByArea, checkedAreas } from "./cases/index.ts";
import { ENGINES, type Engine } from "./engines.ts";
import { isKnownDeviation } from "./known-deviations.ts";
import type { ProtocolCase } from "./protocol-case.ts";
import { type Rig, startRig } from "./rig.ts";
import { runCases } from "./run-cases.ts";

const LEGS = { "client leg": "client", "backend leg": "server" } as const;

/** With FRAMEGATE_PROTOCOL=wide, all close codes from 0 to 5000 are sent, with every kind of reason. */
const isWide = process.env["FRAMEGATE_PROTOCOL"] === "wide";

const AREAS = {
  anything: casesByArea(isWide),
  checked: checkedAreas(),
} as const;

const ALL: readonly ProtocolCase[] = Object.values(AREAS).flatMap((areas) =>
  Object.values(areas).flat(),
);

/** The gateway may take this long over a step; it takes milliseconds, but processors are shared. */
const STEP_MS = 4_500;
/** For cases that are known to hang or to end wrong. */
const DEVIATION_STEP_MS = 300;

const AREA_TIMEOUT_MS = isWide ? 900_000 : 60_000;

for (const engine of Object.keys(ENGINES).filter(isEngine)) {
  describe(`engine ${engine}`, () => {
    let rig: Rig;
    beforeAll(async () => {
      rig = await startRig(engine);
    });
    afterAll(() => rig.close());

    const isKnown = ({ id }: ProtocolCase): boolean => isKnownDeviation(engine, id);
    for (const [leg, role] of Object.entries(LEGS)) {
      for (const document of ["anything", "checked"] as const) {
        for (const [area, cases] of Object.entries(AREAS[document])) {
          const wanted = cases.filter((one) => !isKnown(one));
          test(
            `${leg}, ${area}: ${wanted.length} cases`,
            async () => {
              const failures = await runCases(wanted, { rig, role, document, stepMs: STEP_MS });

              expect(failures.map(({ report }) => report).join("\n\n")).toBe("");
            },
            AREA_TIMEOUT_MS,
          );
        }

        test(`${leg}, ${document}: every known deviation still happens`, async () => {
          const known = Object.values(AREAS[document]).flat().filter(isKnown);

          const place = { rig, role, document, stepMs: DEVIATION_STEP_MS };
          const failures = await runCases(known, place);

          const failed = new Set(failures.map(({ id }) => id));
          expect(known.map(({ id }) => id).filter((id) => !failed.has(id))).toEqual([]);
        });
      }
    }

    test("the gateway has met no defect of its own", () => {
      expect(rig.defects).toEqual([]);
    });
  });
}

test("there are 1,200 cases or more, each with an id of its own", () => {
  const ids = new Set(ALL.map(({ id }) => id));
  const runs = ALL.length * Object.keys(LEGS).length * Object.keys(ENGINES).length;
  process.stdout.write(
    `protocol suite: ${ALL.length} cases, ${runs} runs over both legs and all engines\n`,
  );

  expect(ids.size).toBe(ALL.length);
  expect(ALL.length).toBeGreaterThanOrEqual(1_200);
});

function isEngine(name: string): name is Engine {
  return Object.hasOwn(ENGINES, name);
}
