import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadDocument } from "../../generator/source/load.ts";
import { temporaryFolder } from "../helpers/folder.ts";
import { loadText } from "./load-text.ts";

function bomb(): string {
  const lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"];
  for (let n = 1; n < 9; n++)
    lines.push(
      `a${n}: &a${n} [${Array(9)
        .fill(`*a${n - 1}`)
        .join(",")}]`,
    );
  return lines.join("\n");
}

describe("a hostile document", () => {
  test.each([
    ["an alias bomb", bomb(), "x.yaml", "alias-expansion"],
    [
      "5,000 brackets in YAML",
      `a: ${"[".repeat(5000)}${"]".repeat(5000)}`,
      "x.yaml",
      "nesting-too-deep",
    ],
    ["5,000 dashes", `a:\n ${"- ".repeat(5000)}x`, "x.yaml", "nesting-too-deep"],
    [
      "5,000 brackets in JSON",
      `${"[".repeat(5000)}${"]".repeat(5000)}`,
      "x.json",
      "nesting-too-deep",
    ],
    ["300,000 values in YAML", `a:\n${"- x\n".repeat(300_000)}`, "x.yaml", "too-many-values"],
    ["300,000 values in JSON", `[${"1,".repeat(300_000)}1]`, "x.json", "too-many-values"],
    ["a number of a million digits", `a: ${"9".repeat(1_000_000)}`, "x.yaml", "number-not-json"],
  ])("with %s is refused with one clear finding", async (_, text, name, rule) => {
    expect((await loadText(text, name)).rules).toEqual([rule]);
  });

  test("of ten megabytes is refused before it is parsed", async () => {
    const text = `a: 1\n#${"x".repeat(10 * 1024 * 1024)}`;

    const loaded = await loadDocument(
      { kind: "text", name: "x.yaml", text },
      { allowRemote: false, allowOutside: false },
    );

    expect(loaded.tree).toBeNull();
    expect(loaded.diagnostics.map(({ rule }) => rule)).toEqual(["file-too-large"]);
  });

  test("of 10,000 messages is fine", async () => {
    const messages = Array.from(
      { length: 10_000 },
      (_, n) => `  m${n}: {payload: {const: ${n}}}\n`,
    );

    expect((await loadText(`messages:\n${messages.join("")}`)).rules).toEqual([]);
  });

  test("that is a pipe, or refers to one, is refused without waiting for a writer", async () => {
    const folder = temporaryFolder();
    execFileSync("mkfifo", [join(folder, "pipe.yaml")]);
    writeFileSync(join(folder, "api.yaml"), "a: {$ref: ./pipe.yaml}\n");
    const load = (name: string) =>
      loadDocument(
        { kind: "file", path: join(folder, name) },
        { allowRemote: false, allowOutside: false },
      );

    await expect(load("pipe.yaml")).rejects.toThrow("it is no file");
    const { diagnostics } = await load("api.yaml");
    expect(diagnostics.map(({ rule }) => rule)).toEqual(["reference-unreadable"]);
  });

  test("with thousands of dangling references gets a finding for each", async () => {
    const refs = Array.from({ length: 3000 }, (_, n) => `s${n}: {$ref: '#/x${n}'}\n`);

    expect((await loadText(refs.join(""))).rules).toHaveLength(3000);
  });
});
