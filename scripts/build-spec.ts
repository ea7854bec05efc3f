/**
 * Compiles AsyncAPI's own JSON Schemas (package `@asyncapi/specs`, Apache-2.0) into `dist/spec/`: for
 * each version `<version>.mjs`, a validator without code generation at run time, and `<version>.json`,
 * the schema without its prose, from which a failed validation is explained.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import { build } from "esbuild";
import type { PluginBuild } from "esbuild";
import { SPEC_VERSIONS } from "../generator/spec/versions.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const out = join(root, "dist", "spec");
const schemas = join(
  dirname(createRequire(import.meta.url).resolve("@asyncapi/specs/package.json")),
  "schemas",
);

/** Keywords that say nothing about validity. */
const PROSE = new Set("$comment $id $schema default description example examples title".split(" "));

/** Keywords whose members are named by the schema's author. */
const NAME_MAPS = new Set(["definitions", "properties", "patternProperties"]);

mkdirSync(out, { recursive: true });
for (const version of SPEC_VERSIONS) {
  const text = readFileSync(join(schemas, `${version}-without-$id.json`), "utf8");
  const schema: unknown = withoutProse(JSON.parse(text), false);
  writeFileSync(join(out, `${version}.json`), JSON.stringify(schema));
  await writeValidator(version, schema);
}

/**
 * Only the verdict is compiled, not its words: the first error ends it. Formats are not asserted: they
 * are annotations in draft-07, and a contact's bad address has no bearing on what a document means.
 */
async function writeValidator(version: string, schema: unknown): Promise<void> {
  const ajv = new Ajv({
    code: { source: true, esm: true },
    inlineRefs: false,
    messages: false,
    strict: false,
    validateFormats: false,
    validateSchema: false,
  });
  if (typeof schema !== "object" || schema === null) throw new TypeError(`no schema ${version}`);
  const code = standalone.default(ajv, ajv.compile(schema));
  await build({
    stdin: { contents: code, resolveDir: root, loader: "js" },
    bundle: true,
    minify: true,
    legalComments: "none",
    format: "esm",
    platform: "node",
    target: "node20",
    outfile: join(out, `${version}.mjs`),
    logLevel: "error",
    plugins: [{ name: "own-equality", setup: useOwnEquality }],
  });
}

/**
 * ajv's own deep equality calls `valueOf` of what it compares, which values of a document need not have
 * (and a hostile one has as a key); this one looks at own members only.
 */
function useOwnEquality(esbuild: PluginBuild): void {
  esbuild.onResolve({ filter: /^ajv\/dist\/runtime\/equal$/ }, () => ({
    path: join(root, "generator", "spec", "own-equality.ts"),
  }));
}

/** A schema without descriptions, examples and defaults; names that a schema gives to properties stay. */
function withoutProse(value: unknown, isNameMap: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutProse(item, false));
  if (typeof value !== "object" || value === null) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    if (!isNameMap && PROSE.has(key)) continue;
    kept[key] = withoutProse(child, !isNameMap && NAME_MAPS.has(key));
  }
  return kept;
}
