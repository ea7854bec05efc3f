import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { machineOf } from "../../../generator/checks/pattern/machine.ts";
import { patternFlags, patternPlan } from "../../../generator/checks/pattern/plan.ts";
import { slowTest } from "../../../generator/checks/pattern/slow-test.ts";
import { runMachine } from "../../../runtime/contract/pattern-machine.ts";
import { anyPattern, anyText } from "./any-pattern.ts";

/** What the gateway and the compiler run of a pattern; `[]`: no machine. */
function machineTests(pattern: string): readonly ((text: string) => boolean)[] {
  const plan = patternPlan(pattern);
  const machine = plan.kind === "refused" ? null : machineOf(plan.tree, plan.unicode);
  return machine === null ? [] : [runMachine(machine), (text) => slowTest(machine, text)];
}

describe("the machine of a pattern", () => {
  it.each([
    [String.raw`^[a-z]{2}(_\w+)?$`, ["de", "de_AT", "d", "de_", "deu"]],
    [String.raw`[A-Z\s]+\/[A-Z\s]+`, ["BTC/USD", "a A/B c", "/", "A/", " / "]],
    ["^(?=.*[A-Z])(?=.*[0-9]).{8,}$", ["Passw0rd", "password1", "PASSWORD", "Pass0"]],
    ["^(?!foo|bar)[a-z]+$", ["food", "baz", "bar", "barn", "zfoo"]],
    ["(?<=\\$)[0-9]+(?!%)", ["$5", "5", "$5%", "$55%", "a$1 b"]],
    ["(?<!a)b(?!(?<=ab)c)", ["ab", "b", "bc", "abc", "cb"]],
    ["^$", ["", "a", "\n"]],
    ["a$", ["a", "a\n", "ba"]],
    ["^.$", ["a", "\n", "\r", "\u2028", "😀", "\ud83d", "ab"]],
    [String.raw`\bfoo\b`, ["foo", "a foo b", "food", "foo_", "éfoo"]],
    [String.raw`^\w+\B.$`, ["ab", "a b", "a!", "ab!"]],
    [String.raw`^\s$`, [" ", "\u00a0", "\ufeff", "\u180e", "\u200b", "\u3000", "x"]],
    [String.raw`^\p{L}\P{Lu}\p{Script=Greek}$`, ["aaα", "aAα", "1aα", "éßω"]],
    [String.raw`^[\p{Cn}]$`, ["\u{40000}", "\u{4ffff}", "\u{e0fff}", "\u{10ffff}", "a"]],
    [String.raw`^[\b\-\]\\^]+$`, ["\b", "-", "]", "\\", "^", "b"]],
    [String.raw`^[\w-.]$`, ["-", ".", "a", "/"]],
    [String.raw`^\cJ\x41\u0042\u{43}\0\/$`, ["\nABC\0/", "\nABC0/"]],
    ["^(?:a{2,3}){2}$", ["aaa", "aaaa", "aaaaa", "aaaaaa", "aaaaaaa"]],
    ["^a{0}b{0,0}c$", ["c", "ac", "bc"]],
    ["^(?:a|)(?:|b)+$", ["", "a", "ab", "b", "bb", "ba"]],
    ["(?<year>[0-9]{4})-(?:0[1-9]|1[0-2])", ["2024-12", "x2024-01y", "2024-13", "24-01"]],
  ])("says what the engine says of %s", (pattern, texts) => {
    const native = new RegExp(pattern, patternFlags(pattern));
    const tests = machineTests(pattern);

    for (const text of texts) {
      const want = native.test(text);
      expect([text, tests.map((test) => test(text))]).toEqual([text, [want, want]]);
    }
  });

  it("says what the engine says of whatever pattern and text", { timeout: 60_000 }, () => {
    let compared = 0;
    const property = fc.property(
      anyPattern,
      fc.array(anyText, { minLength: 4 }),
      (pattern, all) => {
        const flags = patternFlags(pattern);
        if (flags === undefined) {
          return;
        }
        const native = new RegExp(pattern, flags);
        // V8 also looks for matches of no characters between the halves of a pair, unlike ECMA-262.
        const isSplit = /\\B|\(\?(?:<?[=!])/.test(pattern);
        const texts = isSplit ? all.filter((text) => !/[\ud800-\udfff]/.test(text)) : all;
        const tests = machineTests(pattern);
        compared += tests.length * texts.length;
        for (const text of texts) {
          const want = tests.map(() => native.test(text));
          expect([pattern, text, tests.map((test) => test(text))]).toEqual([pattern, text, want]);
        }
      },
    );

    fc.assert(property, { numRuns: 1500 });

    expect(compared).toBeGreaterThan(3000);
  });
});
