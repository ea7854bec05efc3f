import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { BUILD_FINDINGS } from "../../generator/build/findings.ts";
import { SCHEMA_FINDINGS } from "../../generator/build/schema/findings.ts";
import { CHECK_FINDINGS } from "../../generator/checks/findings.ts";
import type { FindingRow } from "../../generator/diagnostics.ts";
import { GENERATOR_ERRORS } from "../../generator/errors.ts";
import { FINDINGS } from "../../generator/lint/findings.ts";
import { REPAIR_FINDINGS } from "../../generator/repair/findings.ts";
import { SOURCE_FINDINGS } from "../../generator/source/findings.ts";
import { SPEC_FINDINGS } from "../../generator/spec/findings.ts";
import { NOT_RAISED_YET, REFUSALS } from "../../runtime/refusals.ts";
import { sourceFiles } from "./source-files.ts";

/** Text of all files but those that hold the tables themselves. */
function textOf(folders: readonly string[], tables: RegExp): string {
  return sourceFiles(folders)
    .filter(({ path }) => !tables.test(path))
    .map(({ text }) => text)
    .join("\n");
}

function twice(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

function countOf(part: string, text: string): number {
  return text.split(part).length - 1;
}

const finding = Object.entries<FindingRow>(FINDINGS);

describe("the catalogue of refusals", () => {
  const runtime = textOf(["runtime"], /refusals\.ts$/);
  const raised = Object.keys(REFUSALS).filter((code) => runtime.includes(`"${code}"`));
  const page = readFileSync("docs/refusals.md", "utf8");

  test("every refusal is raised somewhere in the runtime, or is named here as not yet raised", () => {
    const silent = Object.keys(REFUSALS).filter((code) => !raised.includes(code));

    expect(silent.toSorted()).toEqual(NOT_RAISED_YET.toSorted());
  });

  test("no two refusals have the same words", () => {
    expect(twice(Object.values(REFUSALS).map((row) => row.says))).toEqual([]);
    expect(twice(Object.values(REFUSALS).map((row) => row.when))).toEqual([]);
  });

  test.each(Object.keys(REFUSALS))("%s has one section in docs/refusals.md", (code) => {
    expect(countOf(`### ${code}\n`, page)).toBe(1);
  });

  test.each(Object.entries(REFUSALS))(
    "the sentence of %s begins small and has no full stop",
    (_, row) => {
      expect(row.says).toMatch(/^[a-z{]/);
      expect(row.says).not.toMatch(/\.$/);
    },
  );
});

describe("the table of findings", () => {
  const generator = textOf(["generator"], /findings[^/]*\.ts$/);
  const page = readFileSync("docs/findings.md", "utf8");

  test("every finding is reported somewhere in the generator", () => {
    const silent = finding.map(([rule]) => rule).filter((rule) => !generator.includes(`"${rule}"`));

    expect(silent).toEqual([]);
  });

  test("no two areas have a finding of the same id", () => {
    const tables = [SOURCE_FINDINGS, REPAIR_FINDINGS, SPEC_FINDINGS, BUILD_FINDINGS];
    const ids = [...tables, SCHEMA_FINDINGS, CHECK_FINDINGS].flatMap((table) => Object.keys(table));

    expect(twice(ids)).toEqual([]);
    expect(ids.toSorted()).toEqual(finding.map(([id]) => id).toSorted());
  });

  test("no two findings have the same words", () => {
    expect(twice(finding.map(([, row]) => row.says))).toEqual([]);
    expect(twice(finding.map(([, row]) => row.because))).toEqual([]);
  });

  test.each(finding)("%s is kebab-case, says a sentence and gives a reason", (rule, row) => {
    expect(rule).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(row.says).toMatch(/^\S.*[.)]$/s);
    expect(row.because).toMatch(/^\S.*[.)]$/s);
    expect(countOf(`### ${rule}\n`, page)).toBe(1);
  });
});

describe("the table of failures", () => {
  test("every failure is thrown somewhere in the generator", () => {
    const generator = textOf(["generator"], /^generator\/errors\.ts$/);
    const silent = Object.keys(GENERATOR_ERRORS).filter((code) => !generator.includes(`"${code}"`));

    expect(silent).toEqual([]);
  });

  test("no two failures have the same words", () => {
    expect(twice(Object.values(GENERATOR_ERRORS))).toEqual([]);
  });
});
