import { build, type BuildFailure, type BuildResult } from "esbuild";
import { GeneratorError } from "../../errors.ts";
import { literal, type Code } from "../../render/code.ts";
import { packageRoot, runtimeModule } from "../../render/core-files.ts";

/** One file that runs on its own, and the files that it was made of. */
export interface Bundle {
  readonly text: string;
  /** Paths of all modules in it, relative to the package or absolute. */
  readonly inputs: readonly string[];
}

/** What a bundle begins with and where its own imports are looked up. */
export interface BundleEntry {
  readonly text: string;
  /** Folder from which the entry's relative imports resolve. */
  readonly folder: string;
}

/**
 * CommonJS packages ask for node's own modules with `require`, which an ES module does not have.
 * The comment at the top is what somebody sees who opens the file.
 */
const BANNER = [
  "// Made by Framegate from an AsyncAPI document. Run it: node gateway.mjs",
  'import { createRequire as framegateRequire } from "node:module";',
  "const require = framegateRequire(import.meta.url);",
].join("\n");

/** `ws` asks for these native helpers and does without them. */
const OPTIONAL = ["bufferutil", "utf-8-validate"];

/**
 * Bundles a program with the runtime. The text depends on the entry and on the packages only: no path of this
 * machine is in it. Throws HOOKS_INVALID, naming line and column, where `hooks` do not compile.
 */
export async function bundleProgram(entry: BundleEntry, hooks: string | null): Promise<Bundle> {
  try {
    const result = await build({
      stdin: {
        contents: entry.text,
        resolveDir: entry.folder,
        sourcefile: "gateway.ts",
        loader: "ts",
      },
      absWorkingDir: packageRoot(),
      bundle: true,
      write: false,
      metafile: true,
      platform: "node",
      format: "esm",
      target: "node20",
      minify: true,
      keepNames: false,
      charset: "utf8",
      legalComments: "none",
      external: OPTIONAL,
      banner: { js: BANNER },
      logLevel: "silent",
      treeShaking: true,
    });
    return { text: textOf(result), inputs: Object.keys(result.metafile?.inputs ?? {}) };
  } catch (cause) {
    throw hooks === null || !isBuildFailure(cause) ? cause : hooksError(hooks, cause);
  }
}

/** Bundles a hooks file alone, to be run by `serve`; what it imports from npm is bundled too. */
export async function bundleHooks(file: string): Promise<string> {
  const folder = packageRoot();
  const text = `export * from ${literal(file)};`;
  return (await bundleProgram({ text, folder }, file)).text;
}

function textOf(result: BuildResult): string {
  const [output] = result.outputFiles ?? [];
  if (output === undefined) {
    throw new Error("esbuild wrote nothing");
  }
  return output.text;
}

function isBuildFailure(cause: unknown): cause is BuildFailure {
  return cause instanceof Error && "errors" in cause && Array.isArray(cause.errors);
}

function hooksError(file: string, failure: BuildFailure): GeneratorError {
  const [first] = failure.errors;
  const at = first?.location;
  const where = at === null || at === undefined ? "" : `line ${at.line}, column ${at.column + 1}: `;
  const reason = `${where}${first?.text ?? failure.message}`;
  return new GeneratorError("HOOKS_INVALID", { file, reason }, { cause: failure });
}

/** The path of a runtime module as an import specifier of an entry. */
export function runtimeImport(name: string): Code {
  return literal(runtimeModule(name));
}
