import cluster from "node:cluster";
import type { RunningGateway } from "../gateway.ts";
import type { Revision } from "../revisions/revision.ts";
import { endOnDefects } from "../end-on-defects.ts";
import { isToWorker, type RevisionSource, type ToPrimary, type ToWorker } from "./messages.ts";

/** What a worker does with APIs that arrive as text; a build has none of these. */
export type LoadSources = (sources: readonly RevisionSource[]) => Promise<readonly Revision[]>;

/**
 * Runs a gateway as one of several workers: tells the primary when it listens or why it cannot,
 * answers its scrapes, drains at its word. After a defect it drains and ends with 1; the primary
 * replaces it. Ctrl-C reaches workers, too, and is left to the primary.
 */
export async function runWorker(
  start: () => Promise<RunningGateway>,
  load: LoadSources | null = null,
): Promise<void> {
  const ignore = (): void => undefined;
  process.on("SIGINT", ignore).on("SIGTERM", ignore);
  const gateway = await startOrSay(start);
  endOnDefects({
    defect: (cause) => gateway.defect(cause),
    async drain() {
      await tell({ kind: "failing" });
      await gateway.drain("deaf");
    },
  });
  process.on("message", (message: unknown) => {
    if (isToWorker(message)) {
      void obey(gateway, message, load);
    }
  });
  await tell({ kind: "listening", port: gateway.port });
}

async function startOrSay(start: () => Promise<RunningGateway>): Promise<RunningGateway> {
  try {
    return await start();
  } catch (cause) {
    await tell({ kind: "failed", message: cause instanceof Error ? cause.message : String(cause) });
    process.exit(2);
  }
}

async function obey(
  gateway: RunningGateway,
  message: ToWorker,
  load: LoadSources | null,
): Promise<void> {
  switch (message.kind) {
    case "metrics":
      return tell({
        kind: "metrics",
        id: message.id,
        snapshots: gateway.metrics(String(cluster.worker?.id ?? 0)),
      });
    case "replace":
      if (load !== null) {
        gateway.replace(await load(message.sources));
      }
      return;
    case "drain":
      await gateway.drain();
      process.exit(0);
      return;
    case "start":
      return;
  }
}

function tell(message: ToPrimary): Promise<void> {
  return new Promise((resolve) => {
    if (cluster.worker === undefined || !cluster.worker.isConnected()) {
      resolve();
      return;
    }
    cluster.worker.send(message, () => resolve());
  });
}
