import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { compileValueChecks } from "../../../generator/checks/value/index.ts";
import type { ApiModel } from "../../../generator/model/api.ts";

/** Checks of the same ten messages, bundled and minified for a browser. */
export interface CheckSubject {
  readonly name: string;
  readonly path: string;
  readonly gzipBytes: number;
  readonly fits: (message: string, value: unknown) => boolean;
}

const PEERS = fileURLToPath(new URL("peers/", import.meta.url));
const CORE = fileURLToPath(new URL("../../../templates/typescript/core/", import.meta.url));

/** Bundles all subjects into a folder. */
export async function bundleSubjects(
  model: ApiModel,
  folder: string,
): Promise<readonly CheckSubject[]> {
  const names = model.messages.map(({ id }) => id);
  const schemas = join(folder, "schemas.json");
  const plain = JSON.stringify(model.schemas);
  writeFileSync(schemas, plain.replaceAll('"#/$defs/', '"api#/$defs/'));
  const standalone = join(PEERS, "node_modules", ".standalone.mjs");
  execFileSync(process.execPath, [
    join(PEERS, "ajv-standalone.mjs"),
    schemas,
    standalone,
    ...names,
  ]);
  const entries = [
    { name: "Framegate", code: ownCode(model) },
    {
      name: "ajv, standalone",
      code: `import * as all from ${JSON.stringify(standalone)};export const fits=(name,value)=>all[name](value)`,
    },
    ...[
      ["ajv, live", "ajv-live"],
      ["zod", "zod"],
      ["valibot", "valibot"],
    ].map(([name = "", file = ""]) => ({
      name,
      code: readFileSync(join(PEERS, `${file}.mjs`), "utf8"),
    })),
  ];
  const subjects: CheckSubject[] = [];
  for (const { name, code } of entries) {
    const path = join(folder, `${subjects.length}.mjs`);
    await bundle(code, path, schemas);
    const { fits } = (await import(pathToFileURL(path).href)) as Pick<CheckSubject, "fits">;
    subjects.push({
      name,
      path,
      gzipBytes: gzipSync(readFileSync(path), { level: 9 }).length,
      fits,
    });
  }
  return subjects;
}

function ownCode({ messages, schemas }: ApiModel): string {
  const checks = messages.map(({ id, payload }) => ({
    name: `check_${id}`,
    schema: payload.schema,
  }));
  const { code } = compileValueChecks({ schemas, checks, core: CORE });
  const table = messages.map(({ id }, index) => `${id}:${checks[index]?.name ?? ""}`);
  const names = checks.map(({ name }) => name);
  const exported = code.replace(/^export \{([^}]*)\};$/mu, (_all, list: string) =>
    list.replaceAll(/(\w+) as (\w+),/gu, "const $2 = $1;"),
  );
  const fits = `const table={${table.join()}};export const fits=(name,value)=>table[name](value)===null;`;
  return names.length === 0 ? "" : `${exported.replaceAll('.js";', '.ts";')}\n${fits}`;
}

async function bundle(code: string, outfile: string, schemas: string): Promise<void> {
  await build({
    stdin: { contents: code, resolveDir: PEERS, loader: "js" },
    alias: { "schemas.json": schemas },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    logLevel: "error",
    outfile,
  });
}
