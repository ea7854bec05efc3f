import { describe, expect, test } from "vitest";
import {
  docComment,
  dockerLabel,
  isIdentifier,
  jsonDocument,
  literal,
  markdownCode,
  markdownText,
  propertyKey,
  shellWord,
} from "../../generator/render/code.ts";

describe("a literal", () => {
  const hostile = ['"', "'", "`${1}`", "\\", "\n", "\u2028", "\u2029", "*/", "</script>", "\0"];

  for (const text of hostile) {
    test(`of ${JSON.stringify(text)} means that very text again`, () => {
      expect(JSON.parse(literal(text))).toBe(text);
    });
  }

  test("holds no line separator, which ends a line in old engines", () => {
    expect(literal("a\u2028b\u2029c")).toBe('"a\\u2028b\\u2029c"');
  });

  test("of a number that JSON does not have is refused", () => {
    expect(() => literal(Number.NaN)).toThrow("NaN has no literal");
  });
});

test("a comment cannot be ended by its text", () => {
  const comment = docComment("harmless */ process.exit() /*", "");

  expect(comment.slice(0, -2)).not.toContain("*/");
});

test("a comment of several lines has each behind a star", () => {
  expect(docComment("one\n\ntwo\u2028three", "  ").split("\n")).toEqual([
    "  /**",
    "   * one",
    "   *",
    "   * two",
    "   * three",
    "   */",
  ]);
});

test("a property is bare only where an identifier may stand", () => {
  const given = ["room", "$id", "room-id", "__proto__", "1st", "a b", ""];

  expect(given.map(propertyKey)).toEqual([
    "room",
    "$id",
    '"room-id"',
    '"__proto__"',
    '"1st"',
    '"a b"',
    '""',
  ]);
  expect(given.map(isIdentifier)).toEqual([true, true, false, false, false, false, false]);
});

test("markdown text is neither link, heading, table cell nor HTML", () => {
  expect(markdownText("# [x](javascript:1) | <b>\n2. `c`")).toBe(
    "\\# \\[x\\]\\(javascript:1\\) \\| \\<b\\> 2. \\`c\\`",
  );
});

test("a code span is fenced by more backticks than it holds", () => {
  expect(markdownCode("a``b")).toBe("```a``b```");
  expect(markdownCode("`a")).toBe("`` `a ``");
  expect(markdownCode("a|b")).toBe("`a\\|b`");
});

test("a label of a Dockerfile is one line that expands no variable", () => {
  expect(dockerLabel('a "b"\nRUN rm $HOME \\')).toBe('"a \\"b\\" RUN rm \\$HOME \\\\"');
});

test("a word of a shell command is one word", () => {
  expect(shellWord("chat-gateway")).toBe("chat-gateway");
  expect(shellWord("it's; rm -rf")).toBe("'it'\\''s; rm -rf'");
});

test("a JSON document has exact text for whole numbers beyond 2^53 as numbers", () => {
  expect(jsonDocument({ a: 1n })).toBe('{\n  "a": 1\n}\n');
});
