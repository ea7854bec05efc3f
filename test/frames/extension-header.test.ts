import { describe, expect, test } from "vitest";
import { parseExtensions } from "../../runtime/frames/extension-header.ts";

const bare = (name: string) => ({ name, parameters: [] });
const having = (name: string, ...pairs: readonly (readonly [string, string | null])[]) => ({
  name,
  parameters: pairs.map(([key, value]) => ({ name: key, value })),
});

describe("Sec-WebSocket-Extensions is read", () => {
  test.each([
    { lines: ["foo"], extensions: [bare("foo")] },
    { lines: ["foo", "bar; baz=2"], extensions: [bare("foo"), having("bar", ["baz", "2"])] },
    { lines: ["a,\tb ,c"], extensions: [bare("a"), bare("b"), bare("c")] },
    { lines: ["", ",a,,"], extensions: [bare("a")] },
    { lines: ["a;b;c=1 ; b"], extensions: [having("a", ["b", null], ["c", "1"], ["b", null])] },
    { lines: ['a; b="10"'], extensions: [having("a", ["b", "10"])] },
    { lines: ['a; b="\\1\\0"'], extensions: [having("a", ["b", "10"])] },
    {
      lines: ["__proto__; constructor=x"],
      extensions: [having("__proto__", ["constructor", "x"])],
    },
  ])("$lines", ({ lines, extensions }) => {
    expect(parseExtensions(lines)).toEqual(extensions);
  });
});

test.each([
  "",
  " ",
  ",",
  ";",
  ";a",
  "a;",
  "a;;b",
  "a;b=",
  "a;=b",
  "a=b",
  "a b",
  "a; b c",
  "a; b = c",
  "a; b=c=d",
  'a; b="',
  'a; b=""',
  'a; b="c d"',
  'a; b="c,d"',
  'a; b="c;d"',
  'a; b="\\"',
  'a; b="\\\\"',
  'a; b=c"',
  '"a"',
  "a; \u00e9",
  "a\u00a0",
  "a, (",
])("%j is no list of extensions", (line) => {
  expect(parseExtensions([line])).toBeNull();
});
