import { describe, expect, it } from "vitest";
import { compileDocument } from "../../generator/compile.ts";
import type { ValueSubjects } from "./values/compare.ts";
import { runValueFuzz } from "./values/run.ts";

const SECONDS = 1000;

async function subjectsOf(name: string): Promise<ValueSubjects> {
  const path = new URL(`../../specs/${name}.yaml`, import.meta.url).pathname;
  const reading = { allowRemote: false, allowOutside: false, partial: false, alone: true } as const;
  const { model } = await compileDocument(
    { kind: "file", path },
    { ...reading, perspective: null, until: "model" },
  );
  const messages = model?.messages.flatMap(({ payload }) => payload.schema ?? []) ?? [];
  return { name, schemas: model?.schemas ?? {}, messages };
}

const specs = await Promise.all(["chat", "market-data", "telemetry"].map(subjectsOf));

describe("the checks of SDKs against the gateway's", () => {
  it(
    "say the same of values of the example documents, in the same words",
    () => {
      const tally = runValueFuzz({
        count: 60_000,
        seed: 20_261_123,
        inputsPerMessage: 1000,
        subjects: specs,
      });

      expect(tally.different).toEqual([]);
      expect(tally.unlike).toEqual([]);
      expect(tally.valid).toBeGreaterThan(5000);
      expect(tally.refused).toBeGreaterThan(20_000);
    },
    120 * SECONDS,
  );

  it(
    "say the same of values of made-up schemas of every keyword, mostly with the same pointer",
    () => {
      const tally = runValueFuzz({ count: 40_000, seed: 20_261_123, inputsPerMessage: 400 });

      expect(tally.different).toEqual([]);
      expect(tally.samePointer / tally.refused).toBeGreaterThan(0.97);
      expect(tally.valid).toBeGreaterThan(5000);
    },
    300 * SECONDS,
  );

  it.each([
    ["which message it is", 'expectConstant(own.type, "presence")', "null"],
    ["what other members there are", "return surplus(own, key)", "continue"],
    ["how long a text is", "expectLengthFrom(value, 1)", "expectLengthFrom(value, 0)"],
    ["what members hold", "requestId(own.id)", "null"],
    ["formats", 'formats, "date-time", isDateTime', 'false, "date-time", isDateTime'],
  ])("are found out where they do not mind %s", (_what, part, instead) => {
    let changed = 0;
    const tally = runValueFuzz({
      count: 30_000,
      seed: 7,
      inputsPerMessage: 300,
      subjects: specs.slice(0, 1),
      sabotage: (code) => {
        changed += code.includes(part) ? 1 : 0;
        return code.replaceAll(part, instead);
      },
      isDone: ({ differentCount }) => differentCount > 0,
    });

    expect(changed).toBeGreaterThan(0);
    expect(tally.differentCount).toBeGreaterThan(0);
  });
});
