/**
 * Makes tables of AsyncAPI's own JSON Schemas (package `@asyncapi/specs`, Apache-2.0) in `dist/spec/`: for
 * each version `<version>.json`, the schema without its prose and without what describes the author's own
 * schemas. `generator/spec/explain.ts` walks it.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
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

/** Schemas of messages and parameters are read, and their slips reported, by `generator/build/schema`. */
const SCHEMA_DEFINITIONS = [
  "anySchema",
  "avroSchema_v1",
  "json-schema-draft-07-schema",
  "multiFormatSchema",
  "openapiSchema_3_0",
  "schema",
];

mkdirSync(out, { recursive: true });
for (const version of SPEC_VERSIONS) {
  const text = readFileSync(join(schemas, `${version}-without-$id.json`), "utf8");
  const schema = withoutProse(JSON.parse(text), false);
  writeFileSync(join(out, `${version}.json`), JSON.stringify(withoutSchemas(schema)));
}

/** The definitions of schemas say yes to everything. */
function withoutSchemas(schema: unknown): unknown {
  const definitions = isObject(schema) ? schema["definitions"] : null;
  if (!isObject(schema) || !isObject(definitions)) return schema;
  const opened = SCHEMA_DEFINITIONS.filter((name) => Object.hasOwn(definitions, name));
  const open = Object.fromEntries(opened.map((name) => [name, true]));
  return { ...schema, definitions: { ...definitions, ...open } };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
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
