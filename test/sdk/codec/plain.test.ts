import { describe, expect, test } from "vitest";
import { bytes } from "../../../templates/typescript/core/codec/bytes.ts";
import { bytesToText, textToBytes } from "../../../templates/typescript/core/codec/byte-text.ts";
import { EncodeError } from "../../../templates/typescript/core/codec/codec.ts";
import { json } from "../../../templates/typescript/core/codec/json.ts";
import { jsonBytes } from "../../../templates/typescript/core/codec/json-bytes.ts";
import { createText, text } from "../../../templates/typescript/core/codec/text.ts";
import { decodeProblem, encodeProblem, hex } from "./fixture.ts";

describe("json", () => {
  const codec = json({ maxDepth: 3 });

  test("a value goes into a text frame and comes back, and into a binary frame", () => {
    const value = { a: [1, "ä", null], b: true };

    expect(codec.encode(value)).toBe('{"a":[1,"ä",null],"b":true}');
    expect(codec.decode(String(codec.encode(value)))).toEqual(value);
    expect(jsonBytes().decode(jsonBytes().encode(value))).toEqual(value);
    expect(jsonBytes().decode('{"a":1}')).toEqual({ a: 1 });
  });

  test.each([
    ["[1,", "expected JSON"],
    ["\ufeff1", "expected JSON"],
    ['[[["[[[["]]]', null],
    ['{"a":["\\\\",[1]]}', null],
    ["[[[[1]]]]", "expected at most 3 levels"],
    ['["ä",{"b":[[1]]}]', "expected at most 3 levels"],
    ['[{},{},{"__proto__":1}]', 'expected no key "__proto__"'],
    ['{"\\u005f_proto__":1}', 'expected no key "__proto__"'],
    ['["__proto__"]', null],
  ])("%s: %s", (given, want) => {
    expect(decodeProblem(codec, given)).toBe(want);
  });

  test("bytes that are not UTF-8 are no JSON", () => {
    expect(decodeProblem(jsonBytes(), hex("22 c3 28 22"))).toBe("expected UTF-8 text at byte 0");
  });

  const circle: Record<string, unknown> = {};
  circle["a/b"] = [circle];
  test.each([
    ["a bigint", { a: [1n] }, "bigint", TypeError],
    ["a circle", circle, "circle", TypeError],
    ["a function", () => 1, "function", undefined],
    ["undefined", undefined, "a JSON value", undefined],
  ])("%s has no JSON, and the platform's words are the cause", (_name, value, word, cause) => {
    const error = caught(() => codec.encode(value));

    expect(error).toBeInstanceOf(EncodeError);
    expect((error as EncodeError).message).toContain(word);
    expect((error as EncodeError).cause?.constructor).toBe(cause);
  });
});

function caught(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe("text", () => {
  test("text goes into a text frame as it is, and into a binary one as UTF-8", () => {
    expect(text.encode("ä")).toBe("ä");
    expect(createText({ frame: "binary" }).encode("ä")).toEqual(hex("c3 a4"));
    expect(text.decode(hex("ef bb bf c3 a4"))).toBe("\ufeffä");
  });

  test.each([
    [1, '"" is a number, expected a string'],
    ["\ud800", '"" is a string with half of a surrogate pair, expected whole Unicode text'],
  ])("%j is no text", (value, want) => {
    expect(encodeProblem(text, value)).toBe(want);
  });

  test("bytes that are not UTF-8 are no text", () => {
    expect(decodeProblem(text, hex("ff"))).toBe("expected UTF-8 text at byte 0");
  });
});

describe("bytes", () => {
  test("bytes are the value", () => {
    const given = hex("00 ff");

    expect(bytes.encode(given)).toBe(given);
    expect(bytes.decode(given)).toBe(given);
  });

  test("a text frame is no bytes, and neither is a string", () => {
    expect(decodeProblem(bytes, "a")).toBe("expected a binary frame at byte 0");
    expect(encodeProblem(bytes, "a")).toBe('"" is a string, expected a Uint8Array');
  });

  test("as text they have one character per byte, however many they are", () => {
    const many = Uint8Array.from({ length: 100_000 }, (_, index) => index);

    expect(bytesToText(many)).toBe(Buffer.from(many).toString("latin1"));
    expect(Buffer.from(many).equals(textToBytes(bytesToText(many)) ?? new Uint8Array())).toBe(true);
    expect(textToBytes("ā")).toBeNull();
  });
});
