/**
 * What `npm run prepare` made of AsyncAPI's schemas, in `dist/spec/`. The same folder serves the
 * published package and a run from TypeScript sources.
 */
import { readFile } from "node:fs/promises";
import type { Plain } from "../source/tree.ts";
import type { SpecVersion } from "./versions.ts";

const isBuilt = import.meta.url.includes("/dist/generator/");
const folder = new URL(isBuilt ? "../../spec/" : "../../dist/spec/", import.meta.url);

/**
 * The schema of a version, without its prose. What describes the author's own schemas is `true` in it:
 * `build/schema` reads those, and reports their slips.
 */
export async function loadSchema(version: SpecVersion): Promise<Plain> {
  const text = await readFile(new URL(`${version}.json`, folder), "utf8");
  const schema: Plain = JSON.parse(text);
  return schema;
}
