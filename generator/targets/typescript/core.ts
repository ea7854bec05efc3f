import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../render/core-files.ts";
import type { EmittedFile } from "../../render/emitted-file.ts";

/**
 * The core as an SDK holds it: the modules that are asked for and those that they import, each as the source that it
 * is (`src/core`) and as what was compiled of it when this package was built (`lib/core`).
 */
export function coreFiles(wanted: Iterable<string>): readonly EmittedFile[] {
  return [...withImports(wanted)]
    .sort()
    .flatMap((module) => [
      emitted(`src/core/${module}.ts`, sourcePath(module)),
      ...[".js", ".js.map", ".d.ts"].map((ending) =>
        emitted(`lib/core/${module}${ending}`, builtPath(`${module}${ending}`)),
      ),
    ]);
}

/** The modules and all that they import, types included. */
function withImports(wanted: Iterable<string>): ReadonlySet<string> {
  const found = new Set(wanted);
  for (const module of found) {
    const text = readFileSync(sourcePath(module), "utf8");
    for (const [, path = ""] of text.matchAll(
      /^(?:import|export|\}) [^;]*?from "(\.[^"]+)\.ts";$/gmu,
    )) {
      found.add(join(module, "..", path));
    }
  }
  return found;
}

function sourcePath(module: string): string {
  return join(packageRoot(), "templates/typescript/core", `${module}.ts`);
}

function builtPath(name: string): string {
  const path = join(packageRoot(), "dist/typescript-core", name);
  if (!existsSync(path)) {
    throw new Error(`"${path}" is missing: \`npm run prepare\` makes it`);
  }
  return path;
}

function emitted(path: string, from: string): EmittedFile {
  const text = readFileSync(from, "utf8");
  const isMap = path.endsWith(".map");
  return { path, text: isMap ? withSource(text, path) : text, once: false };
}

/** Points a source map at the source in the SDK. */
function withSource(text: string, path: string): string {
  const map: unknown = JSON.parse(text);
  const up = "../".repeat(path.split("/").length - 1);
  const source = path.replace(/^lib\//u, "src/").replace(/\.js\.map$/u, ".ts");
  return JSON.stringify({
    ...(typeof map === "object" ? map : {}),
    sourceRoot: "",
    sources: [up + source],
  });
}
