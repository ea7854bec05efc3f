import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJson } from "../../../runtime/messages/json/read-json.ts";
import type { JsonReading } from "../../../runtime/messages/json/read-json.ts";

const LIMITS = { depth: 64 };
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string, depth = LIMITS.depth): JsonReading =>
  readJson(bytesOf(text), { depth });
const fits = { kind: "value", duplicateKey: null, loneSurrogate: false, unsafeNumber: false };

describe("hostile sizes", () => {
  it("reads a string of 1 MiB, plain and escaped", () => {
    const plain = `"${"a".repeat(2 ** 20)}"`;
    const escaped = `"${"\\n".repeat(2 ** 19)}"`;

    expect(read(plain)).toMatchObject(fits);
    expect(read(escaped)).toMatchObject(fits);
  });

  it("reads an object of 100,000 keys and finds the last one twice", () => {
    const members = Array.from({ length: 100_000 }, (_, index) => `"k${index}":1`).join();

    expect(read(`{${members}}`)).toMatchObject(fits);
    expect(read(`{${members},"k99999":2}`)).toMatchObject({ duplicateKey: "/k99999" });
  });

  it("reads as deep as it is allowed without using the stack", () => {
    const depth = 50_000;
    const text = `${'{"a":['.repeat(depth / 2)}9007199254740993${"]}".repeat(depth / 2)}`;

    expect(read(text, depth)).toMatchObject({ kind: "value", unsafeNumber: true });
    expect(read(text, depth - 1)).toMatchObject({ kind: "fault" });
  });

  it("reads a number of a million digits", () => {
    expect(read(`[${"7".repeat(2 ** 20)}]`)).toMatchObject({ unsafeNumber: true });
  });
});

describe("compared with JSON.parse", () => {
  const sameAsParse = (text: string): void => {
    const reading = read(text, 1000);
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      expect(reading.kind).toBe("fault");
      return;
    }
    if (reading.kind === "fault") {
      expect(reading.reason).toMatch(/__proto__|not UTF-8|byte order mark/u);
      return;
    }
    expect(reading.value).toEqual(parsed);
  };

  it("accepts what it accepts: any value", () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(4), (text, indent) => {
        sameAsParse(text);
        sameAsParse(JSON.stringify(JSON.parse(text), null, indent));
      }),
    );
  });

  it("refuses what it refuses: texts with one character changed", () => {
    const characters = [...'{}[]:,"\\0123456789eE+-.truefalsn \n\t\u0000é'];
    const changed = fc.tuple(fc.json(), fc.nat(), fc.constantFrom("", ...characters), fc.nat(1));
    fc.assert(
      fc.property(changed, ([text, at, character, removed]) => {
        const place = at % (text.length + 1);
        sameAsParse(text.slice(0, place) + character + text.slice(place + removed));
      }),
      { numRuns: 2000 },
    );
  });

  it("refuses what it refuses: texts of JSON's own characters", () => {
    const characters = [...'{}[]:,"\\01.eE+-u ', "null", "true", '"a"', "\\ud83d", "\\ude00"];
    const text = fc
      .array(fc.constantFrom(...characters), { maxLength: 12 })
      .map((parts) => parts.join(""));
    fc.assert(fc.property(text, sameAsParse), { numRuns: 5000 });
  });

  it("notices duplicate keys exactly where an object loses one", () => {
    const keys = fc.array(fc.constantFrom("a", "b", "\\u0061", "\\n", "c".repeat(20), ""), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(keys, (names) => {
        const text = `{${names.map((name) => `"${name}":1`).join()}}`;
        const reading = read(text);
        const isDuplicate = Object.keys(Object(JSON.parse(text))).length < names.length;

        expect(reading).toMatchObject({ kind: "value" });
        expect(reading.kind === "value" && reading.duplicateKey !== null).toBe(isDuplicate);
      }),
    );
  });

  it("calls a number safe exactly where it prints as it was, or is the same integer", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const text = JSON.stringify(number);
        const exact = Number.isInteger(number) ? BigInt(number).toString() : text;

        expect(read(exact)).toMatchObject({ unsafeNumber: false });
      }),
      { numRuns: 1000 },
    );
  });

  it("reads a view into a larger buffer", () => {
    const padded = bytesOf('xx{"a":9007199254740993,"a":"\\u0061"}yy');

    expect(readJson(padded.subarray(2, -2), LIMITS)).toMatchObject({
      duplicateKey: "/a",
      unsafeNumber: true,
    });
  });
});
