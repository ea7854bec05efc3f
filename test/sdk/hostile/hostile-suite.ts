import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { compileDocument } from "../../../generator/compile.ts";
import { safePath } from "../../../generator/output/safe-path.ts";
import { generatedFiles } from "../../../generator/targets/typescript/index.ts";
import { hostileDocument } from "./hostile-document.ts";

const CORE = resolve("dist/typescript-core");

/** What became of a number of hostile documents. */
export interface Written {
  /** Folders of SDKs, by their seed. */
  readonly seeds: readonly number[];
  /** Each place in a document, with the hostile texts that reached an SDK from there. */
  readonly reached: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Writes the SDKs of so many documents that compile, each into a folder of its own, and one core for all. */
export async function writeSdks(folder: string, count: number): Promise<Written> {
  cpSync(CORE, join(folder, "core"), { recursive: true });
  const imports = { "#platform": "./core/platform-node.js" };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", imports }));
  const seeds: number[] = [];
  const reached = new Map<string, Set<string>>();
  for (let seed = 0; seeds.length < count; seed += 1) {
    const { document, used } = hostileDocument(seed);
    const text = JSON.stringify(document);
    const { model, isBroken } = await compileDocument(
      { kind: "text", name: "hostile.json", text },
      {
        allowRemote: false,
        allowOutside: false,
        perspective: "server",
        alone: true,
        partial: false,
        until: "model",
      },
    );
    if (model !== null && !isBroken) {
      writeSdk(join(folder, String(seed)), generatedFiles(model, null).files);
      seeds.push(seed);
      for (const [position, texts] of used) {
        const all = reached.get(position) ?? new Set();
        texts.forEach((one) => all.add(one));
        reached.set(position, all);
      }
    }
  }
  return { seeds, reached };
}

function writeSdk(
  folder: string,
  files: readonly { readonly path: string; readonly text: string }[],
): void {
  for (const { path, text } of files) {
    // One for all stands above: what it imports must be inside of its folder.
    const target = safePath(folder, path === "package.json" ? "package.of-sdk.json" : path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, withSharedCore(path, text));
  }
}

function withSharedCore(path: string, text: string): string {
  return path.startsWith("lib/") ? text.replaceAll('from "./core/', 'from "../../core/') : text;
}

/** What the compiler says against the declarations of all SDKs and against programs that use them. */
export function compileSdks(folder: string): string {
  const options = {
    strict: true,
    noEmit: true,
    target: "es2022",
    lib: ["es2022"],
    module: "nodenext",
    moduleResolution: "nodenext",
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    types: [],
  };
  const include = ["*/lib/*.d.ts"];
  const project = JSON.stringify({ compilerOptions: options, include });
  writeFileSync(join(folder, "tsconfig.json"), project);
  const compiler = "node_modules/typescript-native/bin/tsc";
  const { stdout } = spawnSync(process.execPath, [compiler, "-p", folder], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return stdout.slice(0, 2000);
}

/** What the process that loads all SDKs says. */
export interface Loading {
  /** What its canary is after all modules were imported, all tables made and all checks called. */
  readonly canary: string;
  /** Exports of an index besides the client's own. */
  readonly strange: readonly string[];
  readonly errors: readonly string[];
}

/** Loads the modules of all SDKs in one process and uses what they export. */
export function loadSdks(folder: string, seeds: readonly number[]): Loading {
  const script = join(folder, "load.mjs");
  writeFileSync(script, LOADER);
  const { stdout, stderr } = spawnSync(process.execPath, [script, JSON.stringify(seeds)], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (stdout === "") throw new Error(stderr.slice(0, 4000));
  return JSON.parse(stdout) as Loading;
}

const LOADER = `
import { readdirSync } from "node:fs";
const strange = [], errors = [];
const VALUES = [null, "x", 5, [], {}, { type: "say", kind: "a" }, JSON.parse('{"__proto__":{"x":1}}')];
for (const seed of JSON.parse(process.argv[2])) {
  try {
    const lib = "./" + seed + "/lib/";
    const index = await import(lib + "index.js");
    await import(lib + "unchecked.js");
    await import("./" + seed + "/test/samples.mjs");
    const checks = await import(lib + "checks.js");
    strange.push(...Object.keys(index).filter((one) => !/^(?:connect.*|ClientError|REFUSALS|CLOSE_CODES)$/u.test(one)));
    for (const check of Object.values(checks)) VALUES.forEach((value) => check(value));
    const names = Object.keys(checks);
    for (const file of readdirSync(new URL(lib, import.meta.url))) {
      if (file.startsWith("route-") && file.endsWith(".js")) {
        const { route } = await import(lib + file);
        for (const table of [route(checks), route()]) {
          if (Object.getPrototypeOf(table.sends) !== Object.prototype) errors.push(seed + ": prototype");
          for (const group of table.receives) VALUES.forEach((value) => group.choose?.(value));
        }
        if (names.length > 0 && route(checks).checkParameters === null) errors.push(seed + ": unchecked");
      }
    }
  } catch (error) {
    errors.push(seed + ": " + String(error.stack).slice(0, 300));
  }
}
process.stdout.write(JSON.stringify({ canary: typeof globalThis.canary, strange, errors: errors.slice(0, 5) }));
`;
