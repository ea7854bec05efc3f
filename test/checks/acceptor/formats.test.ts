import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FORMAT_PATTERNS } from "../../../generator/checks/acceptor/format-patterns.ts";
import { FORMATS } from "../../../runtime/contract/formats.ts";

/** Texts of a format, and some that nearly are. */
const NEAR: Readonly<Record<string, readonly string[]>> = {
  date: ["2024-02-29", "1900-02-29", "2000-02-29", "2023-04-31", "2023-00-10", "2023-12-00"],
  time: ["00:00:00Z", "23:59:59.999z", "24:00:00Z", "12:00:00", "12:00:00+05", "12:00:00+24:00"],
  "date-time": ["2024-02-29T00:00:00Z", "2024-02-29 23:59:59+01:30", "2024-02-30t00:00:00z"],
  duration: ["P1Y2M3DT4H5M6S", "P", "PT", "P1W", "P1Y1W", "PT1S", "P1D", "P1DT", "P1YT1M"],
  uuid: ["urn:uuid:00000000-0000-0000-0000-00000000000A", "00000000-0000-0000-0000-00000000000"],
  ipv4: ["0.0.0.0", "255.255.255.255", "256.1.1.1", "01.1.1.1", "1.1.1"],
  hostname: ["a", "a.b.", "-a", "a-", "a..b", `${"a".repeat(63)}.b`, "a".repeat(64)],
  email: ["a@b.c", "a.b@c-d.e", ".a@b.c", "a@b", "a@-b.c"],
  uri: ["urn:a", "http://u@h:1/p?q#f", "http:", "//h", "a:b c", "h://%41", "h://%4"],
  "uri-reference": ["", "a", "/a/b", "//h/p", "?q", "#f", "a b", "../x", "http://[::1]"],
  "json-pointer": ["", "/", "/a~0b", "/a~2", "a"],
  "json-pointer-uri-fragment": ["#", "#/a%20b", "#a", "#/~1"],
  "relative-json-pointer": ["0", "1/a", "0#", "01", "1#/a"],
  byte: ["", "AAAA", "AAA=", "AA==", "A===", "AAA", "AA=A"],
};

describe("formats that acceptors read", () => {
  it.each([...FORMAT_PATTERNS])("%s has no text that the check refuses", (name, format) => {
    const pattern = new RegExp(format.pattern, format.ignoreCase ? "i" : "");
    const check = Object.entries(FORMATS).find(([known]) => known === name)?.[1];
    const accepts = (text: string): boolean =>
      pattern.test(text) &&
      text.length <= format.maxLength &&
      text.length % format.multipleOf === 0;
    const near = NEAR[name] ?? NEAR["uri"] ?? [];
    expect(near.some(accepts)).toBe(true);
    const spoiled = fc
      .tuple(
        fc.constantFrom(...near),
        fc.nat(60),
        fc.string({ unit: "binary-ascii", maxLength: 2 }),
      )
      .map(([text, at, put]) => text.slice(0, at) + put + text.slice(at + 1));
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...near), spoiled), (text) => {
        if (/^[\x20-\x7e]*$/.test(text) && accepts(text)) {
          expect(Reflect.apply(check ?? (() => false), undefined, [text])).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
