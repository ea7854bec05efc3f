import { describe, expect, it } from "vitest";
import { madeInput } from "./acceptors/made-api.ts";
import { runAcceptorFuzz } from "./acceptors/run.ts";
import type { Tally } from "./acceptors/compare.ts";

const SECONDS = 1000;
const isFound = ({ unsoundCount }: Tally): boolean => unsoundCount > 0;

describe("byte acceptors against the checks", () => {
  it(
    "say nothing wrong of a million inputs for made-up schemas, and know most valid ones",
    () => {
      const tally = runAcceptorFuzz({ count: 1_000_000, seed: 20_260_801, inputsPerGroup: 10_000 });
      expect(tally.unsound).toEqual([]);
      expect(tally.unlike).toEqual([]);
      expect(tally.valid).toBeGreaterThan(100_000);
      expect(tally.accepted / tally.valid).toBeGreaterThan(0.6);
      expect(tally.acceptedSamples / tally.samples).toBeGreaterThan(0.6);
    },
    600 * SECONDS,
  );

  it(
    "know all plain samples of an API of ordinary schemas",
    () => {
      const options = { count: 50_000, seed: 3, inputsPerGroup: 10_000, inputs: [madeInput] };
      const tally = runAcceptorFuzz(options);
      expect(tally.unsound).toEqual([]);
      expect(tally.acceptedSamples).toBe(tally.samples);
      expect(tally.accepted / tally.valid).toBeGreaterThan(0.8);
    },
    300 * SECONDS,
  );

  it("are found out where JavaScript and WebAssembly do not say the same", () => {
    const sabotage = (code: string): string =>
      code.replace("function character(b,p,end){", "$&return -1;");
    const options = { count: 50_000, seed: 3, inputsPerGroup: 5000, inputs: [madeInput], sabotage };

    const tally = runAcceptorFuzz({ ...options, isDone: ({ unlikeCount }) => unlikeCount > 0 });

    expect(tally.unsound).toEqual([]);
    expect(tally.unlikeCount).toBeGreaterThan(0);
  });

  it.each([
    ["keys that are given twice", /words\[at\]===sum/g, "false"],
    ["how long a string is", /extra\+=1;/g, "extra+=2;"],
    ["how deep a value is", /if\(d<1\)/g, "if(false)"],
    ["what is UTF-8", /function character\(b,p,end\)\{/g, "$&return p+1;"],
    ["what an escape is", /function escape\(b,p,end\)\{/g, "$&return p+2;"],
    ["whether a number has a fraction", /v!==Math\.trunc\(v\)/g, "false"],
    ["what members must be there", /\(s0&\d+\)!==\d+/g, "false"],
    ["control characters", /if\(byte<32\)/g, "if(false)"],
  ])(
    "are found out where they do not mind %s",
    (_what, part, instead) => {
      let changed = 0;
      const sabotage = (code: string): string =>
        code.replaceAll(part, (found) => {
          changed += 1;
          return found.replace(part, instead);
        });
      const options = { count: 200_000, seed: 7, inputsPerGroup: 5000, isDone: isFound };
      const tally = runAcceptorFuzz({ ...options, inputs: [madeInput], sabotage });
      expect(changed).toBeGreaterThan(0);
      expect(tally.unsoundCount).toBeGreaterThan(0);
    },
    300 * SECONDS,
  );
});
