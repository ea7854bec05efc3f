import { EventEmitter, once } from "node:events";
import cluster from "node:cluster";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { WebSocket } from "ws";
import type { WorkerOptions } from "../../runtime/cluster/messages.ts";
import { type ClusterOptions, startCluster } from "../../runtime/cluster/primary.ts";
import type { ApiDocument } from "../../runtime/contract/v1.ts";
import type { RevisionSource } from "../../runtime/revisions/load-sources.ts";
import { apiDocument, route } from "../helpers/api-document.ts";
import { startEchoBackend } from "../helpers/front-door-fixture.ts";

const source = (api: ApiDocument): RevisionSource => ({
  name: "chat.yaml",
  script: `(v1) => ({ api: ${JSON.stringify(api)}, clientChecks: {}, serverChecks: {}, choosers: {} })`,
  hooksFile: null,
});

async function bundleWorker(folder: string): Promise<string> {
  const outfile = join(folder, "worker.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("../../runtime/cluster/worker-main.ts", import.meta.url))],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["bufferutil", "utf-8-validate"],
    banner: {
      js: 'import { createRequire as r } from "node:module"; const require = r(import.meta.url);',
    },
    logLevel: "silent",
  });
  return outfile;
}

/** A worker that died as it came up is replaced so many milliseconds later. */
const YOUNG_MS = 1000;

let folder = "";
let program: ClusterOptions["program"] = { file: "", args: [] };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "framegate-workers-"));
  program = { file: await bundleWorker(folder), args: [] };
});

afterAll(() => rm(folder, { recursive: true }));

function clusterOptions(backend: string, workers: number): ClusterOptions & { start: object } {
  const options: WorkerOptions = {
    host: "127.0.0.1",
    port: 0,
    backendOverrides: { production: backend },
    logLevel: "silent",
    drainSeconds: 5,
  };
  return {
    workers,
    adminHost: "127.0.0.1",
    adminPort: 0,
    program,
    start: { kind: "start", sources: [source(apiDocument())], options },
    drainSeconds: 5,
    logger: { error: ignore, warn: ignore, info: ignore, debug: ignore },
  };
}

test("workers serve APIs that arrive as text, take new ones and drain without a word", async () => {
  const echo = await startEchoBackend();
  const options = clusterOptions(echo.url, 2);
  const error = vi.fn();
  const running = await startCluster({ ...options, logger: { ...options.logger, error } });
  const first = await open(`ws://127.0.0.1:${running.port}/chat`);

  running.replace([source(apiDocument({ routes: [route({ path: "/second" })] }))]);
  const second = await openWhenServed(`ws://127.0.0.1:${running.port}/second`);
  const closed = [once(first, "close"), once(second, "close")];
  await running.drain();

  expect((await Promise.all(closed)).map(([code]) => code)).toEqual([1012, 1012]);
  expect(error.mock.calls).toEqual([]);
  await echo.close();
});

test("what keeps a worker from starting is told in its own words", async () => {
  const options = clusterOptions("ws://127.0.0.1:9", 2);
  const sources = [source(apiDocument({ backends: [], routes: [route({ backendIds: [] })] }))];
  const start = {
    ...options.start,
    sources,
    options: { ...options.start.options, backendOverrides: {} },
  };

  await expect(startCluster({ ...options, start })).rejects.toThrow(
    /^route "\/chat" of "Chat" has no backend.* \(said by a worker that did not start\)$/,
  );
});

test("a worker that ends as it comes up is told by how it ended", async () => {
  const file = join(folder, "ending.mjs");
  await writeFile(file, "process.exit(3);");

  await expect(
    startCluster({ ...clusterOptions("ws://127.0.0.1:9", 1), program: { file, args: [] } }),
  ).rejects.toThrow("it ended with exit code 3");
});

test("a cluster that is closed does not wait to replace a worker that died", async () => {
  const options = clusterOptions("ws://127.0.0.1:9", 1);
  onTestFinished(() => void vi.restoreAllMocks());
  // However slowly the machine starts a worker, it is young when it dies.
  vi.spyOn(performance, "now").mockReturnValue(0);
  const timers = vi.spyOn(globalThis, "setTimeout");
  const cleared = vi.spyOn(globalThis, "clearTimeout");
  const log = new EventEmitter();
  const logger = { ...options.logger, error: () => log.emit("error line") };
  const running = await startCluster({ ...options, logger });
  const died = once(log, "error line");

  Object.values(cluster.workers ?? {}).forEach((worker) => worker?.process.kill("SIGKILL"));
  await died;
  await running.close();

  const restarts = timers.mock.results.filter((_, at) => timers.mock.calls[at]?.[1] === YOUNG_MS);
  expect(restarts).toHaveLength(1);
  expect(cleared).toHaveBeenCalledWith(restarts[0]?.value);
});

const ignore = (): void => undefined;

async function open(url: string): Promise<WebSocket> {
  const client = new WebSocket(url);
  await once(client, "open");
  return client;
}

/** Each worker takes its new APIs in its own time. */
async function openWhenServed(url: string): Promise<WebSocket> {
  for (;;) {
    try {
      return await open(url);
    } catch {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
