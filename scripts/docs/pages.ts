import { format } from "prettier";
import { publishedSchema } from "../../generator/build/extension/schema.ts";
import { cliPage } from "./cli-page.ts";
import { extensionPage } from "./extension-page.ts";
import { findingsPage } from "./findings-page.ts";
import { refusalsPage } from "./refusals-page.ts";
import { runningPage } from "./running-page.ts";

const PAGES: Readonly<Record<string, () => string | Promise<string>>> = {
  "docs/cli.md": cliPage,
  "docs/findings.md": findingsPage,
  "docs/refusals.md": refusalsPage,
  "docs/running.md": runningPage,
  "docs/x-framegate.md": extensionPage,
  "specs/x-framegate.schema.json": () => JSON.stringify(publishedSchema()),
};

/** The pages that tables of the code make, as path from the root and Markdown. */
export function makePages(): Promise<readonly (readonly [path: string, text: string])[]> {
  return Promise.all(
    Object.entries(PAGES).map(async ([path, page]) => {
      const text = await format(await page(), { filepath: path, printWidth: 100 });
      return [path, text] as const;
    }),
  );
}
