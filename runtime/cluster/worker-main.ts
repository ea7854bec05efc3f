/** The program of a worker of `framegate serve`: its APIs arrive as text from the primary. */
import { startGateway } from "../gateway.ts";
import { loadSources } from "../revisions/load-sources.ts";
import { isToWorker, type ToPrimary } from "./messages.ts";
import { runWorker } from "./worker.ts";

process.once("message", (message: unknown) => {
  if (isToWorker(message) && message.kind === "start") {
    const { sources, options } = message;
    void runWorker(
      async () =>
        startGateway({ ...options, adminPort: null, revisions: await loadSources(sources) }),
      loadSources,
    );
  }
});
process.send?.({ kind: "waiting" } satisfies ToPrimary);
