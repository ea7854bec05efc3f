import { describe, expect, test } from "vitest";
import { readEverydayYaml } from "../../generator/source/read-everyday-yaml.ts";
import type { Mark } from "../../generator/source/mark.ts";
import { readYaml } from "../../generator/source/read-yaml.ts";
import { asJson } from "./load-text.ts";

const LIMITS = { depth: 200, values: 100_000 };

/** Everyday texts: each must be read by the fast reader, and exactly as the full one reads it. */
const EVERYDAY = [
  "a: 1\nb: two\nc: null\nd: ~\ne:\nf: True\ng: 1e3\nh: -0.5\ni: .5\nj: +7",
  "a:\n  b:\n    c: d\n  e: f\ng: h",
  "list:\n- a\n- b: 1\n  c: 2\n- - x\n  - y\n-\n  z: 1",
  "list:\n  - a # comment\n  # between\n\n  - b",
  "text: one\n  two\n\n  three\nnext: 1",
  "text: |\n  line\n    deeper\n\n  last\nnext: 1",
  "text: |-\n  stripped\n\n\nnext: >\n  folded\n  text\n\n  paragraph\n",
  "quoted: 'it''s'\ndouble: \"tab\\t\\u00e9\"\n\"key\": 1\n'other key': 2",
  'flow: [a, \'b\', "c", 1, {d: e, "f": [g]}]\nempty: {}\nnone: []',
  "flow: [\n  a,\n  b\n  ]\nnext: 1",
  "url: http://example.com:80/x#y\ntime: 12:30\nat: a:b",
  "---\na: 1 # end\n",
  "200: ok\n1.0: version",
  "big: 9223372036854775807\nbounds: -9223372036854775808",
  "a: 1\r\nb:\r\n  - c\r\n",
  "__proto__: 1\nconstructor: 2\ntoString: {__proto__: x}",
];

/** Texts that the fast reader must leave to the full one. */
const UNUSUAL = [
  "a: &x 1\nb: *x",
  "a: !tag 1",
  "a: 1\na: 2",
  "<<: {a: 1}",
  "? a\n: b",
  'a: "over\n  two lines"',
  "a: b: c",
  "a:\n\t- b",
  "true: 1",
  "a: 0x1F",
  "a: .inf",
  "a: 1\n---\nb: 2",
  "a: [b",
  "a:\n   b: 1\n  c: 2",
  "- a\nb: 1",
  "a: @x",
];

function positions(mark: Mark): unknown {
  const { keyStart, keyEnd, start, end, parts } = mark;
  if (parts === null) return [keyStart, keyEnd, start < end ? start : "empty"];
  const inner = parts instanceof Map ? [...parts.values()] : [...parts.values()];
  return [keyStart, keyEnd, inner.map((part) => positions(part))];
}

describe("everyday YAML", () => {
  test.each(EVERYDAY)("is read as the full reader reads it: %j", (text) => {
    const fast = readEverydayYaml(text, LIMITS);
    const full = readYaml(text, LIMITS);

    expect(full.problems).toEqual([]);
    expect(fast).not.toBeNull();
    expect(asJson(fast?.value ?? null)).toEqual(asJson(full.value));
    expect(fast === null ? null : positions(fast.mark)).toEqual(positions(full.mark));
  });

  test.each(UNUSUAL)("is given up where it gets unusual: %j", (text) => {
    expect(readEverydayYaml(text, LIMITS)).toBeNull();
  });

  test("is accepted only where the full reader agrees, over thousands of damaged texts", () => {
    const bits = [
      " ",
      "\n",
      "- ",
      ": ",
      "#",
      " #",
      "'",
      '"',
      "[",
      "}",
      "|",
      ">",
      "&a",
      "*a",
      "!",
      "~",
      "\n  ",
    ];
    let accepted = 0;
    let seed = 7;
    const below = (bound: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % bound;
    };

    for (let round = 0; round < 4000; round++) {
      const text = EVERYDAY[below(EVERYDAY.length)] ?? "";
      const at = below(text.length + 1);
      const damaged =
        text.slice(0, at) + (bits[below(bits.length)] ?? "") + text.slice(at + below(3));
      const fast = readEverydayYaml(damaged, LIMITS);
      if (fast === null) continue;
      accepted++;
      const full = readYaml(damaged, LIMITS);
      expect({ damaged, value: asJson(fast.value), problems: [] }).toEqual({
        damaged,
        value: asJson(full.value),
        problems: full.problems,
      });
    }

    expect(accepted).toBeGreaterThan(500);
  });
});
