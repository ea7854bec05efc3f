import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { changedPaths, MANIFEST, planOutput } from "../../generator/output/plan.ts";
import { safePath } from "../../generator/output/safe-path.ts";
import { writeOutput } from "../../generator/output/write.ts";
import type { EmittedFile } from "../../generator/render/emitted-file.ts";
import { temporaryFolder } from "../helpers/folder.ts";

function file(path: string, text: string, once = false): EmittedFile {
  return { path, text, once };
}

function write(folder: string, files: readonly EmittedFile[]): void {
  writeOutput(planOutput(folder, files));
}

test("files are written whole, with a list of what was generated, and nothing is left beside them", () => {
  const folder = temporaryFolder();

  write(folder, [file("a.txt", "one"), file("deep/b.txt", "two")]);

  expect(readFileSync(join(folder, "deep/b.txt"), "utf8")).toBe("two");
  expect(readdirSync(folder).sort()).toEqual([MANIFEST, "a.txt", "deep"]);
});

test("a file that did not change keeps its time", () => {
  const folder = temporaryFolder();
  write(folder, [file("a.txt", "one")]);
  utimesSync(join(folder, "a.txt"), 1000, 1000);

  write(folder, [file("a.txt", "one"), file("b.txt", "new")]);

  expect(statSync(join(folder, "a.txt")).mtimeMs).toBe(1_000_000);
});

test("a file of the user's is written once and never again", () => {
  const folder = temporaryFolder();
  write(folder, [file("hooks.ts", "starter", true)]);
  writeFileSync(join(folder, "hooks.ts"), "mine");

  write(folder, [file("hooks.ts", "starter", true)]);

  expect(readFileSync(join(folder, "hooks.ts"), "utf8")).toBe("mine");
});

test("files of the user's that were there before are not replaced, and nothing is written", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "package.json"), "mine");
  writeFileSync(join(folder, "README.md"), "mine too");

  const files = [file("a.txt", "one"), file("package.json", "{}"), file("README.md", "# made")];

  expect(() => write(folder, files)).toThrow(
    `"${folder}" holds files that framegate did not write: "package.json", "README.md"; move`,
  );
  expect(readFileSync(join(folder, "package.json"), "utf8")).toBe("mine");
  expect(readdirSync(folder).sort()).toEqual(["README.md", "package.json"]);
});

test("a file that says already what would be written is no reason to refuse", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "a.txt"), "one");

  write(folder, [file("a.txt", "one")]);
  write(folder, [file("a.txt", "two")]);

  expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe("two");
});

test("a generated file that is no longer made is removed, a foreign one stays", () => {
  const folder = temporaryFolder();
  write(folder, [file("a.txt", "one"), file("b.txt", "two")]);
  writeFileSync(join(folder, "foreign.txt"), "not ours");

  write(folder, [file("a.txt", "one")]);

  expect(readdirSync(folder).sort()).toEqual([MANIFEST, "a.txt", "foreign.txt"]);
});

test("a plan lists what differs and touches nothing", () => {
  const folder = temporaryFolder();
  write(folder, [file("a.txt", "one"), file("b.txt", "two")]);

  const plan = planOutput(folder, [file("a.txt", "changed"), file("c.txt", "three")]);

  expect(changedPaths(plan)).toEqual([MANIFEST, "a.txt", "b.txt", "c.txt"]);
  expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe("one");
  expect(existsSync(join(folder, "c.txt"))).toBe(false);
});

test("a manifest that names a file outside of the folder removes nothing", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "out"));
  writeFileSync(join(folder, "precious.txt"), "keep");
  const manifest = JSON.stringify({ generated: ["../precious.txt"] });
  writeFileSync(join(folder, "out", MANIFEST), manifest);

  expect(() => write(join(folder, "out"), [file("a.txt", "one")])).toThrow("cannot write");
  expect(readFileSync(join(folder, "precious.txt"), "utf8")).toBe("keep");
});

for (const path of ["../a", "/etc/a", "a/../../b", "a//b", "a\0b", "con.txt", "a\\b", "c:x", "."]) {
  test(`the path ${JSON.stringify(path)} leaves the folder or is no portable name, and is refused`, () => {
    expect(() => safePath(temporaryFolder(), path)).toThrow("cannot write");
  });
}

test("a symbolic link inside the folder is not followed", () => {
  const folder = temporaryFolder();
  const elsewhere = temporaryFolder();
  symlinkSync(elsewhere, join(folder, "deep"));

  expect(() => write(folder, [file("deep/a.txt", "one")])).toThrow("it is a symbolic link");
  expect(readdirSync(elsewhere)).toEqual([]);
});

test("a folder that cannot be made is one sentence", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "file"), "");

  expect(() => write(join(folder, "file"), [file("a.txt", "one")])).toThrow(
    "a file stands where a folder should be",
  );
});

test("a folder below one in which none can be made is refused without end of patience", () => {
  expect(() => write("/proc/framegate/deep", [file("a.txt", "one")])).toThrow("cannot write");
});

test("a pipe where a file should be is replaced, not waited for", () => {
  const folder = temporaryFolder();
  execFileSync("mkfifo", [join(folder, "a.txt")]);

  write(folder, [file("a.txt", "one")]);

  expect(statSync(join(folder, "a.txt")).isFile()).toBe(true);
});
