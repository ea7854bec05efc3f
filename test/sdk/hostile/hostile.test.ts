import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { HOSTILE } from "./hostile-strings.ts";
import { compileSdks, loadSdks, writeSdks, type Written } from "./hostile-suite.ts";

const COUNT = 1000;

describe("SDKs of a thousand documents with hostile text in every place", () => {
  let folder = "";
  let written: Written = { seeds: [], reached: new Map() };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "framegate-hostile-"));
    written = await writeSdks(folder, COUNT);
    return () => rmSync(folder, { recursive: true, force: true });
  }, 300_000);

  test("are written inside of their folders", () => {
    const folders = [...written.seeds.map(String), "core", "package.json"];

    expect(readdirSync(folder).toSorted()).toEqual(folders.toSorted());
  });

  test("hold text of every kind from every place where a document may have it", () => {
    const few = [...written.reached].filter(([, texts]) => texts.size < 10).map(([name]) => name);
    const everywhere = new Set([...written.reached.values()].flatMap((texts) => [...texts]));

    expect(few.filter((name) => !FEW.has(name))).toEqual([]);
    expect(HOSTILE.filter((text) => !everywhere.has(text))).toEqual([]);
  });

  test("type-check", { timeout: 300_000 }, () => {
    expect(compileSdks(folder)).toBe("");
  });

  test("load, and run nothing of their documents'", { timeout: 300_000 }, () => {
    expect(loadSdks(folder, written.seeds)).toEqual({
      canary: "undefined",
      strange: [],
      errors: [],
    });
  });
});

/** Places that take few of the texts. */
const FEW = new Set(["closeCode", "host"]);
