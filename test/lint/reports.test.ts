import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../generator/diagnostics.ts";
import { locateFindings } from "../../generator/lint/locate.ts";
import { reportJson } from "../../generator/lint/report/json.ts";
import { reportStylish } from "../../generator/lint/report/stylish.ts";
import { loadText } from "../source/load-text.ts";

const TEXT = "asyncapi: 3.0.0\nchannels:\n  room:\n    adress: /\n";

const FINDINGS: readonly Diagnostic[] = [
  {
    rule: "unknown-property",
    severity: "warning",
    message: '"adress" is unknown',
    hint: 'did you mean "address"?',
    place: { file: "api.yaml", pointer: "/channels/room/adress" },
  },
  {
    rule: "missing-property",
    severity: "error",
    message: "no info",
    hint: null,
    place: { file: "api.yaml", pointer: "" },
  },
];

describe("findings", () => {
  test("are in the order of the text, each once", async () => {
    const { tree } = await loadText(TEXT);

    const located = locateFindings([...FINDINGS, ...FINDINGS], tree);

    expect(located.map(({ rule, line, column }) => [rule, line, column])).toEqual([
      ["missing-property", 1, 1],
      ["unknown-property", 4, 13],
    ]);
  });

  test("of a document that could not be read stand at its beginning", () => {
    expect(locateFindings(FINDINGS, null).map(({ line, column }) => [line, column])).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });
});

describe("the stylish report", () => {
  test("shows a hundred findings, errors first, and counts the others; JSON has all", () => {
    const warnings = Array.from({ length: 150 }, (_, index) => ({
      ...FINDINGS[0],
      message: `warning ${index}`,
    }));
    const located = locateFindings([...warnings, ...FINDINGS.slice(1)] as Diagnostic[], null);

    const report = reportStylish(located, { color: false, files: new Map() });

    expect(report.match(/ warning warning \d+ /g)).toHaveLength(99);
    expect(report).toContain(" error no info ");
    expect(report).toContain("\n51 more not shown; all: framegate lint --format json\n");
    expect(report).toMatch(/✗ 1 error, 150 warnings\n$/);
    expect(JSON.parse(reportJson(located)).findings).toHaveLength(151);
  });

  test("shows place, words, line, caret and hint", async () => {
    const { tree } = await loadText(TEXT);
    const located = locateFindings(FINDINGS.slice(0, 1), tree);

    expect(reportStylish(located, { color: false, files: tree.files }).split("\n")).toEqual([
      'api.yaml:4:13 warning "adress" is unknown unknown-property',
      "  3 │   room:",
      "  4 │     adress: /",
      "    │             ^",
      '  → did you mean "address"?',
      "",
      "! 1 warning",
      "",
    ]);
  });

  test("counts what it found, and says so when that is nothing", async () => {
    const { tree } = await loadText(TEXT);
    const files = tree.files;

    expect(reportStylish(locateFindings(FINDINGS, tree), { color: false, files })).toContain(
      "✗ 1 error, 1 warning\n",
    );
    expect(reportStylish([], { color: false, files })).toBe("✓ no findings\n");
  });

  test("colours when asked to, and never passes on control characters of a document", async () => {
    const hostile = `a: "\u001b[2J\u202e"\n`;
    const { tree } = await loadText(hostile);
    const finding = {
      ...FINDINGS[0],
      message: "\u001b[31m",
      place: { file: "api.yaml", pointer: "/a" },
    };
    const located = locateFindings([finding as Diagnostic], tree);

    const plain = reportStylish(located, { color: false, files: tree.files });
    const coloured = reportStylish(located, { color: true, files: tree.files });

    expect(plain).not.toMatch(/[\u001b\u202e]/);
    expect(coloured).toContain("\u001b[33mwarning");
  });

  test("cuts a line of a thousand characters around its caret", async () => {
    const { tree } = await loadText(`{"a": "${"x".repeat(1000)}", "b": 1}`, "api.json");
    const finding = { ...FINDINGS[1], place: { file: "api.json", pointer: "/b" } };
    const report = reportStylish(locateFindings([finding as Diagnostic], tree), {
      color: false,
      files: tree.files,
    });

    expect(Math.max(...report.split("\n").map((line) => line.length))).toBeLessThan(120);
    expect(report).toContain('"b": 1');
  });
});

describe("the JSON report", () => {
  test("has every finding with its place, and the counts", async () => {
    const { tree } = await loadText(TEXT);

    expect(JSON.parse(reportJson(locateFindings(FINDINGS, tree)))).toEqual({
      findings: [
        {
          rule: "missing-property",
          severity: "error",
          message: "no info",
          hint: null,
          file: "api.yaml",
          line: 1,
          column: 1,
          pointer: "",
        },
        {
          rule: "unknown-property",
          severity: "warning",
          message: '"adress" is unknown',
          hint: 'did you mean "address"?',
          file: "api.yaml",
          line: 4,
          column: 13,
          pointer: "/channels/room/adress",
        },
      ],
      errors: 1,
      warnings: 1,
    });
  });
});
