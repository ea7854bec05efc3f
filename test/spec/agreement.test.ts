import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { loadSchema } from "../../generator/spec/compiled.ts";
import { explain } from "../../generator/spec/explain.ts";
import type { Plain } from "../../generator/source/tree.ts";
import { parse } from "yaml";

const require = createRequire(import.meta.url);

/** What a fault puts in the place of a value. */
const OTHERS: readonly Plain[] = [7, "?", ["?"], { "?": 1 }];

/** Where the author's own schemas stand: AsyncAPI's schema is not asked about them. */
const IN_A_SCHEMA = /\/(?:payload|headers|query|schema|schemas)(?:\/|$)/u;

/** Every document with one value replaced, outside of the author's schemas. */
function* faults(document: Plain, pointer = ""): Generator<readonly [string, Plain]> {
  for (const other of OTHERS) yield [`${pointer} ${JSON.stringify(other)}`, other];
  if (typeof document !== "object" || document === null || Array.isArray(document)) return;
  for (const [key, child] of Object.entries(document)) {
    const place = `${pointer}/${key}`;
    const rest = Object.fromEntries(Object.entries(document).filter(([name]) => name !== key));
    yield [`${place} removed`, rest];
    yield [`${place} renamed`, { ...rest, [`${key} ?`]: child }];
    if (IN_A_SCHEMA.test(place)) continue;
    for (const [says, inner] of faults(child, place)) {
      yield [says, { ...document, [key]: inner }];
    }
  }
}

test.each([
  ["chat.yaml", "3.1.0"],
  ["market-data.yaml", "2.6.0"],
  ["telemetry.yaml", "3.0.0"],
] as const)("single faults of %s are found where plain ajv finds some", async (file, version) => {
  const document: Plain = parse(readFileSync(`specs/${file}`, "utf8"));
  const given = { ...Object(document), asyncapi: version };
  const ajv = new Ajv({ strict: false, validateFormats: false, validateSchema: false });
  const judge = ajv.compile(require(`@asyncapi/specs/schemas/${version}-without-$id.json`));
  const table = await loadSchema(version);

  const all = [["as it is", given] as const, ...faults(given)];
  const wrong = all
    .map(([says, one]) => [says, judge(one), explain(table, one).length === 0] as const)
    .filter(([, fits, isFound]) => fits !== isFound);

  expect(all.length).toBeGreaterThan(300);
  expect(wrong).toEqual([]);
});
