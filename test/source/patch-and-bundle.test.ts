import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bundleTree } from "../../generator/source/bundle.ts";
import { loadDocument } from "../../generator/source/load.ts";
import { patchTree } from "../../generator/source/patch.ts";
import type { SourceTree } from "../../generator/source/tree.ts";
import { asJson, loadText } from "./load-text.ts";

const FILE = "api.yaml";

describe("a patched tree", () => {
  test("has members replaced, removed and added, and the first tree has not", async () => {
    const { tree } = await loadText("a: {b: 1, c: 2}\nlist: [x, y, z]\nd: {e: 5}\n");

    const patched = patchTree(tree, [
      { place: { file: FILE, pointer: "/a/b" }, value: "new" },
      { place: { file: FILE, pointer: "/a/c" }, value: undefined },
      { place: { file: FILE, pointer: "/list/1" }, value: undefined },
      { place: { file: FILE, pointer: "/deep/er" }, value: true },
    ]);

    expect(asJson(patched.root.value)).toEqual({
      a: { b: "new" },
      list: ["x", "z"],
      d: { e: 5 },
      deep: { er: true },
    });
    expect(asJson(tree.root.value)).toEqual({
      a: { b: 1, c: 2 },
      list: ["x", "y", "z"],
      d: { e: 5 },
    });
    expect(patched.at({ file: FILE, pointer: "/d" })?.value).toBe(
      tree.at({ file: FILE, pointer: "/d" })?.value,
    );
  });

  test("follows references as they stand after the patch", async () => {
    const { tree } = await loadText("a: {$ref: '#/b'}\nb: 1\nc: 2\n");
    const place = { file: FILE, pointer: "/a" };

    const patched = patchTree(tree, [{ place, value: { $ref: "#/c" } }]);
    const node = patched.at(place);

    expect(node === null ? null : patched.follow(node)?.node.value).toBe(2);
  });

  test("answers the author's line for what was moved, and the nearest for what was made up", async () => {
    const { tree } = await loadText("a:\n  old:\n    x: 1\nb:\n  y: 2\n");
    const origin = { file: FILE, pointer: "/a/old" };

    const patched = patchTree(tree, [
      { place: { file: FILE, pointer: "/b/moved" }, value: { x: 1 }, origin },
      { place: { file: FILE, pointer: "/b/made" }, value: 1 },
    ]);

    expect(patched.position({ file: FILE, pointer: "/b/moved/x" }).line).toBe(3);
    expect(patched.position({ file: FILE, pointer: "/b/made" }).line).toBe(4);
  });
});

async function withFiles(
  files: Readonly<Record<string, string>>,
  run: (tree: SourceTree, folder: string) => void,
): Promise<void> {
  const folder = mkdtempSync("/tmp/framegate-bundle-");
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(`${folder}/${name}`, text);
    const path = `${folder}/api.yaml`;
    const loaded = await loadDocument(
      { kind: "file", path },
      { allowRemote: false, allowOutside: false },
    );
    if (loaded.tree === null) throw new Error("not loaded");
    run(loaded.tree, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("a bundle", () => {
  test("inlines another file's part once and refers to it from then on", async () => {
    const files = {
      "api.yaml": "one: {$ref: 'b.yaml#/B'}\ntwo: {$ref: 'b.yaml#/B'}\nown: {$ref: '#/one'}\n",
      "b.yaml": "B: {properties: {self: {$ref: '#/B'}, c: {$ref: '#/C'}}}\nC: {const: 1}\n",
    };

    await withFiles(files, (tree, folder) => {
      const bundle = bundleTree(tree);

      expect(asJson(bundle.document)).toEqual({
        one: { properties: { self: { $ref: "#/one" }, c: { const: 1 } } },
        two: { $ref: "#/one" },
        own: { $ref: "#/one" },
      });
      expect(bundle.origin("/one/properties/c/const")).toEqual({
        file: `${folder}/b.yaml`,
        pointer: "/C/const",
      });
    });
  });

  test("of sixteen levels of shared schemas stays as small as they are", async () => {
    const levels = Array.from(
      { length: 16 },
      (_, n) => `L${n}: {properties: {a: {$ref: '#/L${n + 1}'}, b: {$ref: '#/L${n + 1}'}}}`,
    );
    const files = {
      "api.yaml": "schema: {$ref: 'deep.yaml#/L0'}\n",
      "deep.yaml": `${levels.join("\n")}\nL16: {const: 1}\n`,
    };

    await withFiles(files, (tree) => {
      expect(JSON.stringify(bundleTree(tree).document).length).toBeLessThan(5_000);
    });
  });
});
