import { once } from "node:events";
import { resolve } from "node:path";
import { watch } from "chokidar";
import { GeneratorError } from "../../errors.ts";
import { overlayPath } from "../../compile.ts";
import type { Arguments } from "../verb.ts";
import { compileApis, type CompiledApi } from "./compile-apis.ts";

/** What to watch and what to do with what it became. */
export interface WatchOptions {
  readonly args: Arguments;
  /** What is served now: its files are watched. */
  readonly apis: readonly CompiledApi[];
  readonly replace: (apis: readonly CompiledApi[]) => Promise<void>;
}

/** Editors save in several steps; so many milliseconds of quiet are one save. */
const QUIET_MS = 80;

/** A watch that goes on until it is closed. */
export interface Watching {
  close(): Promise<void>;
}

/**
 * Compiles anew whenever a file of a document, an overlay or the hooks change. Settles once no change can be
 * missed any more.
 */
export async function watchDocuments({ args, apis, replace }: WatchOptions): Promise<Watching> {
  const words = apis.map(({ word }) => word);
  const watcher = watch(filesOf(apis, args), { ignoreInitial: true, atomic: true });
  let timer: NodeJS.Timeout | null = null;
  let queue = Promise.resolve();
  const compileAnew = async (): Promise<void> => {
    try {
      const next = await compileApis(words, args);
      watcher.add(filesOf(next, args));
      await replace(next);
    } catch (error) {
      if (!(error instanceof GeneratorError) && !isStartError(error)) {
        throw error;
      }
      process.stderr.write(`framegate: ${error.message}; the former version stays\n`);
    }
  };
  watcher.on("all", () => {
    clearTimeout(timer ?? undefined);
    timer = setTimeout(() => {
      queue = queue.then(compileAnew);
    }, QUIET_MS);
  });
  await once(watcher, "ready");
  return {
    async close() {
      clearTimeout(timer ?? undefined);
      await watcher.close();
    },
  };
}

function isStartError(error: unknown): error is Error {
  return error instanceof Error && error.name === "StartError";
}

/** Files that were read, and overlays even where there is none yet. */
function filesOf(apis: readonly CompiledApi[], args: Arguments): string[] {
  const hooks = args.text("hooks");
  const read = apis.flatMap(({ word, compiled }) => [
    word,
    overlayPath(word),
    ...(compiled.tree?.files.keys() ?? []),
  ]);
  const named = [...read, ...(hooks === null ? [] : [hooks])];
  return named.filter((name) => !/^(?:https?:|-$|<)/u.test(name)).map((name) => resolve(name));
}
