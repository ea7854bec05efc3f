import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { makePages } from "../../scripts/docs/pages.ts";

const pages = await makePages();

describe("pages made from tables", () => {
  test.each(pages)("%s is what the tables make now; `npm run docs` writes it", (path, text) => {
    const committed = readFileSync(path, "utf8");

    expect(committed).toBe(text);
  });
});

/** Links of a Markdown file to other files of the project, without their fragment. */
function linksOf(file: string): readonly string[] {
  const text = readFileSync(file, "utf8");
  const inline = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  const images = [...text.matchAll(/(?:src|srcset|href)="([^"]+)"/g)].map(([, link = ""]) => link);
  return [...inline, ...images].filter((link) => !/^(https?:|#|mailto:)/.test(link));
}

const markdown = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...readdirSync("docs")
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];

describe("links", () => {
  test.each(markdown)("%s links to files that exist and headings that stand there", (file) => {
    const broken = linksOf(file).filter((link) => {
      const [path = "", fragment] = link.split("#");
      const target = join(dirname(file), path);
      if (!existsSync(target)) return true;
      return fragment !== undefined && !headingsOf(target).includes(fragment);
    });

    expect(broken).toEqual([]);
  });
});

/** Anchors as GitHub makes them: lower case, spaces to hyphens, other punctuation away. */
function headingsOf(file: string): readonly string[] {
  return [...readFileSync(file, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
