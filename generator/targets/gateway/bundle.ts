import type { BuildFailure, BuildResult, Plugin } from "esbuild";
import { GeneratorError } from "../../errors.ts";
import { packageRoot } from "../../render/core-files.ts";

/** One file that runs on its own, and the files that it was made of. */
export interface Bundle {
  readonly text: string;
  /** Paths of all modules in it, relative to the package or absolute. */
  readonly inputs: readonly string[];
}

/** A hooks file: what it says, and where its own imports are looked up. */
export interface HooksSource {
  /** As the user named it, for messages. */
  readonly file: string;
  readonly text: string;
  /** Absolute folder from which its imports resolve. */
  readonly folder: string;
}

/** What an entry imports to get the hooks. */
export const HOOKS_MODULE = "framegate:hooks";

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
 * Bundles a program. Its text depends on the entry, the hooks and the packages only: minified, it holds no path
 * of this machine. Throws HOOKS_INVALID, naming line and column, where the hooks do not compile.
 */
export async function bundleProgram(entry: string, hooks: HooksSource): Promise<Bundle> {
  const { build } = await import("esbuild");
  try {
    const result = await build({
      stdin: { contents: entry, resolveDir: packageRoot(), sourcefile: "entry.ts", loader: "ts" },
      plugins: [hooksPlugin(hooks)],
      absWorkingDir: packageRoot(),
      bundle: true,
      write: false,
      metafile: true,
      platform: "node",
      format: "esm",
      target: "node20",
      minify: true,
      // One character beyond ASCII makes engines keep the whole program in two bytes a character.
      charset: "ascii",
      legalComments: "none",
      external: OPTIONAL,
      banner: { js: BANNER },
      logLevel: "silent",
    });
    return { text: textOf(result), inputs: Object.keys(result.metafile.inputs) };
  } catch (cause) {
    throw isBuildFailure(cause) ? hooksError(hooks.file, cause) : cause;
  }
}

/** Bundles a hooks file alone, as a module that exports `hooks`; what it imports from npm is bundled too. */
export async function bundleHooks(hooks: HooksSource): Promise<string> {
  return (await bundleProgram(`export { hooks } from "${HOOKS_MODULE}";`, hooks)).text;
}

/** Gives the hooks by their text, so that the starter and a file of the same text make the same bundle. */
function hooksPlugin({ text, folder }: HooksSource): Plugin {
  return {
    name: "framegate-hooks",
    setup(esbuild) {
      const filter = /^framegate:hooks$/;
      esbuild.onResolve({ filter }, () => ({ path: "hooks.ts", namespace: "framegate" }));
      esbuild.onLoad({ filter: /.*/, namespace: "framegate" }, () => ({
        contents: text,
        loader: "ts",
        resolveDir: folder,
      }));
    },
  };
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
