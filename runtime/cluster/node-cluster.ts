import type { Cluster } from "node:cluster";

/**
 * Node's own module for several processes, loaded when somebody asks for it: with it comes all that starts programs,
 * which a gateway of one process does not wait for.
 */
export async function nodeCluster(): Promise<Cluster> {
  return (await import("node:cluster")).default;
}

/** Whether this process was started as a worker: without a channel to another process it was not. */
export async function isWorkerProcess(): Promise<boolean> {
  return process.send !== undefined && (await nodeCluster()).isWorker;
}
