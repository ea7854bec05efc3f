import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { withSection } from "./relay/report/section.ts";

const PAGE = fileURLToPath(new URL("../../docs/benchmarks.md", import.meta.url));

/** Puts what was measured into its place on docs/benchmarks.md. */
export async function writeSection(name: string, section: string): Promise<void> {
  const text = withSection(await readFile(PAGE, "utf8"), name, section);
  await writeFile(PAGE, await format(text, { ...(await resolveConfig(PAGE)), filepath: PAGE }));
}
