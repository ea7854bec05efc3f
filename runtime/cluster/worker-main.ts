/** The program of a worker of `framegate serve`: its APIs arrive as text from the primary. */
import { pathToFileURL } from "node:url";
import { startGateway } from "../gateway.ts";
import type { Hooks } from "../hooks/types.ts";
import { loadCodecs } from "../messages/codec/load.ts";
import { createRevision, loadScript } from "../revisions/load.ts";
import type { Revision } from "../revisions/revision.ts";
import { isToWorker, type RevisionSource } from "./messages.ts";
import { runWorker } from "./worker.ts";

process.once("message", (message: unknown) => {
  if (isToWorker(message) && message.kind === "start") {
    const { sources, options } = message;
    void runWorker(
      async () => startGateway({ ...options, adminPort: null, revisions: await load(sources) }),
      load,
    );
  }
});

function load(sources: readonly RevisionSource[]): Promise<readonly Revision[]> {
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
