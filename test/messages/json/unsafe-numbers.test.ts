import { describe, expect, it } from "vitest";
import { numberTextOf } from "../../../runtime/messages/json/number-texts.ts";
import { readJson } from "../../../runtime/messages/json/read-json.ts";
import type { JsonReading } from "../../../runtime/messages/json/read-json.ts";

const read = (text: string): JsonReading => readJson(new TextEncoder().encode(text), { depth: 64 });

/** Numbers that a double changes, at least in the digits that people see. */
const UNSAFE = [
  "9007199254740993",
  "-9007199254740993",
  "12345678901234567890",
  "9223372036854775807",
  "1e400",
  "-1e400",
  "1e-400",
  "1e23",
  "1.7976931348623157e308",
  "0.1000000000000000000001",
  "1.0000000000000000000001",
  "3.14159265358979323846",
  "9007199254740993.0",
  "900719925474099.3e1",
  "4.9e-325",
  `1${"0".repeat(400)}`,
];

describe("a number that a double cannot hold", () => {
  it.each(UNSAFE)("is noticed: %s", (text) => {
    const reading = read(`{"a":[0,${text}]}`);

    expect(reading).toMatchObject({ kind: "value", unsafeNumber: true });
    const list = reading.kind === "value" ? Reflect.get(Object(reading.value), "a") : null;
    expect(numberTextOf(list, 1)).toBe(text);
    expect(numberTextOf(list, 0)).toBeUndefined();
  });

  it("keeps the text of the last of a key given twice", () => {
    const texts = ['{"a":9007199254740993,"a":1}', '{"a":1,"a":9007199254740993}'].map((text) => {
      const reading = read(text);
      return reading.kind === "value" ? numberTextOf(reading.value, "a") : null;
    });

    expect(texts).toEqual([undefined, "9007199254740993"]);
  });

  it("is not mistaken in strings, keys and after nested containers", () => {
    const reading = read('{"9007199254740993":"9007199254740993","b":[{}],"c":9007199254740993}');
    const value = reading.kind === "value" ? reading.value : null;

    expect(["9007199254740993", "b", "c"].map((key) => numberTextOf(value, key))).toEqual([
      undefined,
      undefined,
      "9007199254740993",
    ]);
  });
});

describe("where integers beyond 2^53 are refused", () => {
  const refusing = (text: string): JsonReading =>
    readJson(new TextEncoder().encode(text), { depth: 64, unsafeIntegers: "refuse" });

  it.each(["9007199254740992", "-9007199254740993", "12345678901234567890", "1".repeat(400)])(
    "so is %s, wherever it stands",
    (number) => {
      const want = { kind: "fault", reason: "an integer beyond 2^53", isGuard: true };

      expect(refusing(`{"a":[0,${number}]}`)).toMatchObject({ ...want, offset: 8 });
      expect(refusing(number)).toMatchObject({ ...want, offset: 0 });
    },
  );

  it.each([
    "9007199254740991",
    "-9007199254740991",
    "1e300",
    "9007199254740993.5",
    '"9007199254740993"',
  ])("%s is not", (text) => {
    expect(refusing(`[${text}]`)).toMatchObject({ kind: "value" });
  });
});
