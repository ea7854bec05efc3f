/**
 * What `npm run prepare` made of AsyncAPI's schemas, in `dist/spec/`. The same folder serves the
 * published package and a run from TypeScript sources.
 */
import { readFile } from "node:fs/promises";
import type { Plain } from "../source/tree.ts";
import type { SpecVersion } from "./versions.ts";

const isBuilt = import.meta.url.includes("/dist/generator/");
const folder = new URL(isBuilt ? "../../spec/" : "../../dist/spec/", import.meta.url);

/** Whether a document conforms to the schema of its version. */
export type Verdict = (document: unknown) => boolean;

/** The compiled schema of a version; loading one takes 10 to 25 ms. */
export async function loadVerdict(version: SpecVersion): Promise<Verdict> {
  const module: unknown = await import(new URL(`${version}.mjs`, folder).href);
  if (typeof module !== "object" || module === null || !("default" in module)) {
    throw new Error(`dist/spec/${version}.mjs is no compiled schema; run npm run prepare`);
  }
  const validate = module.default;
  if (typeof validate !== "function") throw new Error(`dist/spec/${version}.mjs is incomplete`);
  return (document) => validate(document) === true;
}

/** The schema of a version, without its prose. */
export async function loadSchema(version: SpecVersion): Promise<Plain> {
  const text = await readFile(new URL(`${version}.json`, folder), "utf8");
  const schema: Plain = JSON.parse(text);
  return schema;
}
