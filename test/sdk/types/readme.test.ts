import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CLIENT_ERRORS } from "../../../templates/typescript/core/errors.ts";
import { REFUSALS } from "../../../templates/typescript/core/refusals.ts";
import { compilePrograms, sdkFolder } from "./sdk-folder.ts";

const DOCUMENTS = ["specs/chat.yaml", "specs/market-data.yaml", "specs/telemetry.yaml"];

/** What the hook of the page needs of React. */
const REACT = `declare module "react" {
  export function useState<T>(first: T): [T, (next: T) => void];
  export function useEffect(effect: () => () => void, dependencies: readonly unknown[]): void;
}
`;

/** The programs of a page: all blocks of TypeScript, each a program of its own. */
function programsOf(readme: string, name: string): Readonly<Record<string, string>> {
  const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gmu)];
  return Object.fromEntries(
    blocks.map(([, code = ""], at) => [`${name}/program-${at}.ts`, `${code}export {};\n`]),
  );
}

test("every program on the pages of SDKs compiles", { timeout: 60_000 }, async () => {
  const sdks = await sdkFolder(DOCUMENTS);
  const pages = [...sdks.files].filter(([path]) => path.endsWith("/README.md"));
  const programs = Object.assign(
    { "react.d.ts": REACT },
    ...pages.map(([path, text]) => programsOf(text, path.split("/")[0] ?? "")),
  ) as Readonly<Record<string, string>>;

  expect(Object.keys(programs).length).toBeGreaterThan(3 * 7);
  expect(compilePrograms(sdks, programs, { lib: ["es2022", "dom"], types: ["node"] })).toBe("");
});

test("the page names every error of the client and every refusal with its close code", () => {
  const page = readFileSync("templates/typescript/README.md.hbs", "utf8");
  const row = (code: string) =>
    page.split("\n").find((line) => line.startsWith("| ") && line.includes(`\`${code}\``));

  expect(CLIENT_ERRORS.filter((code) => row(code) === undefined)).toEqual([]);
  const wrong = Object.entries(REFUSALS).filter(([code, [close, retry]]) => {
    const cells = row(code)?.split(" | ") ?? [];
    return cells[1] !== String(close) || cells[2]?.startsWith(retry) !== true;
  });
  expect(wrong).toEqual([]);
});
