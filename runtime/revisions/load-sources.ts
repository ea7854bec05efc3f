import { pathToFileURL } from "node:url";
import type { Hooks } from "../hooks/types.ts";
import { loadCodecs } from "../messages/codec/load.ts";
import { createRevision, loadScript } from "./load.ts";
import type { Revision } from "./revision.ts";

/** One API as text, which is how it reaches a worker. */
export interface RevisionSource {
  /** Stands in stack traces; usually the document's file. */
  readonly name: string;
  /** The compiled script. */
  readonly script: string;
  /** Path of a module that exports `hooks`; null: there are none. */
  readonly hooksFile: string | null;
}

/** Runs compiled scripts and joins each with its hooks and the codecs that it uses. */
export function loadSources(sources: readonly RevisionSource[]): Promise<readonly Revision[]> {
  return Promise.all(
    sources.map(async ({ name, script, hooksFile }) => {
      const module = loadScript(script, name);
      return createRevision(module, await loadHooks(hooksFile), await loadCodecs(module.api));
    }),
  );
}

async function loadHooks(file: string | null): Promise<Hooks | null> {
  if (file === null) {
    return null;
  }
  const module: { readonly hooks?: Hooks } = await import(pathToFileURL(file).href);
  return module.hooks ?? null;
}
