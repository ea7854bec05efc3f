import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { compileDocument } from "../../generator/compile.ts";
import { documentSource } from "../../generator/cli/document-source.ts";
import { clientFiles } from "../../generator/targets/typescript/index.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Which of an SDK's modules is wanted, and for which platform. */
export interface SdkVariant {
  readonly module: "index" | "unchecked";
  readonly platform: "node" | "web";
}

/** An SDK as one text, its core from the sources of this checkout. */
export async function bundleSdk(
  document: string,
  { module, platform }: SdkVariant,
  minify = false,
): Promise<string> {
  const source = await documentSource(join(ROOT, document));
  const { model } = await compileDocument(source, {
    alone: true,
    until: "model",
    allowRemote: false,
    allowOutside: false,
    perspective: null,
    partial: false,
  });
  if (model === null) throw new Error(`"${document}" has findings`);
  const files = new Map(clientFiles(model, null).map(({ path, text }) => [path, text]));
  const { outputFiles } = await build({
    entryPoints: [`lib/${module}.js`],
    bundle: true,
    minify,
    write: false,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    plugins: [inMemory(files, platform)],
  });
  return outputFiles[0]?.text ?? "";
}

/** The generated modules as they are, those of the core from their sources. */
function inMemory(files: ReadonlyMap<string, string>, platform: string): Plugin {
  const core = join(ROOT, "templates/typescript/core");
  return {
    name: "an SDK in memory",
    setup(setup) {
      setup.onResolve({ filter: /^#platform$/ }, () => ({
        path: join(core, `platform-${platform}.ts`),
      }));
      setup.onResolve({ filter: /^\.\/core\/.*\.js$/ }, ({ path }) => ({
        path: join(core, path.replace("./core/", "").replace(/\.js$/, ".ts")),
        sideEffects: false,
      }));
      setup.onResolve({ filter: /^(lib\/|\.\/[^/]*\.js$)/, namespace: "sdk" }, at);
      setup.onResolve({ filter: /^lib\// }, at);
      setup.onLoad({ filter: /.*/, namespace: "sdk" }, ({ path }) => ({
        contents: files.get(path) ?? "",
        loader: "js",
      }));
    },
  };
}

function at({ path }: { readonly path: string }) {
  return { path: path.replace(/^\.\//, "lib/"), namespace: "sdk", sideEffects: false };
}

let count = 0;

/** An SDK, loaded. Its file stands where the package `ws` is found from. */
export async function loadSdk(document: string, variant: SdkVariant): Promise<unknown> {
  const folder = join(ROOT, "node_modules/.cache/framegate-sdk", `${process.pid}-${(count += 1)}`);
  mkdirSync(folder, { recursive: true });
  try {
    const text = await bundleSdk(document, variant);
    const file = join(folder, "sdk.mjs");
    writeFileSync(file, text);
    return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as unknown;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
