import { expect, test } from "vitest";
import { kebabCase } from "../../generator/naming/cases.ts";
import { wordsOf } from "../../generator/naming/words.ts";

test("words are found whatever the case of a name", () => {
  expect(wordsOf("HTTPServer_v2 now")).toEqual(["http", "server", "v2", "now"]);
  expect(wordsOf("roomId")).toEqual(["room", "id"]);
});

const table = [
  { given: "Market Data API", want: "market-data-api" },
  { given: "Überwachung (Geräte)", want: "uberwachung-gerate" },
  { given: "../../etc/passwd", want: "etc-passwd" },
  { given: "聊天", want: "api" },
  { given: "__proto__", want: "proto" },
];

for (const { given, want } of table) {
  test(`"${given}" in kebab case is "${want}"`, () => {
    expect(kebabCase(given)).toBe(want);
  });
}
