import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expandDocuments } from "../../generator/cli/documents.ts";
import { temporaryFolder } from "../helpers/folder.ts";

function folderOfDocuments(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "deep"));
  for (const name of ["a.yaml", "b.yml", "c.json", "deep/d.yaml", "odd[1].yaml"]) {
    writeFileSync(join(folder, name), "");
  }
  return folder;
}

const table = [
  { given: "*.yaml", want: ["a.yaml", "odd[1].yaml"] },
  { given: "**/*.yaml", want: ["a.yaml", "deep/d.yaml", "odd[1].yaml"] },
  { given: "?.{yml,json}", want: ["b.yml", "c.json"] },
  { given: "odd[1].yaml", want: ["odd[1].yaml"] },
];

for (const { given, want } of table) {
  test(`"${given}" names ${want.join(", ")}`, () => {
    const folder = folderOfDocuments();

    const found = expandDocuments([`${folder}/${given}`]);

    expect(found).toEqual(want.map((name) => `${folder}/${name}`));
  });
}

test("standard input and URLs stand as they are, and a document named twice is read once", () => {
  expect(expandDocuments(["-", "https://x.example/{a}.yaml", "-"])).toEqual([
    "-",
    "https://x.example/{a}.yaml",
  ]);
});

test("a glob that matches nothing says so", () => {
  expect(() => expandDocuments(["/nowhere/*.yaml"])).toThrow(
    'cannot read "/nowhere/*.yaml": no file matches',
  );
});
