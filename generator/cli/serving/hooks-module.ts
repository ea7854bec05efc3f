import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { GeneratorError } from "../../errors.ts";
import { readRegularFile } from "../../output/read-regular-file.ts";
import { systemReason } from "../../output/system-reason.ts";
import { bundleHooks } from "../../targets/gateway/bundle.ts";

/** Compiles `hooks.ts` files to modules that can be imported, in a folder that ends with the process. */
export interface HooksCompiler {
  /** Path of a new module that exports `hooks`; throws HOOKS_INVALID where the file does not compile. */
  compile(file: string): Promise<string>;
}

/** A compiler with a private folder of its own. */
export function createHooksCompiler(): HooksCompiler {
  const folder = mkdtempSync(join(tmpdir(), "framegate-hooks-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  let count = 0;
  return {
    async compile(file) {
      const source = { file, text: readHooks(file), folder: dirname(resolve(file)) };
      const text = await bundleHooks(source);
      // A module is loaded once for a path: a new version needs a new one.
      const target = join(folder, `hooks-${count}.mjs`);
      count += 1;
      writeFileSync(target, text);
      return target;
    },
  };
}

function readHooks(file: string): string {
  try {
    return readRegularFile(file);
  } catch (cause) {
    const reason = systemReason(cause);
    throw new GeneratorError("FILE_UNREADABLE", { file, reason }, { cause });
  }
}
