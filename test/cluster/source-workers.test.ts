import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { startCluster } from "../../runtime/cluster/primary.ts";
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

test("workers serve APIs that arrive as text, take new ones and drain", async () => {
  const folder = await mkdtemp(join(tmpdir(), "framegate-workers-"));
  const echo = await startEchoBackend();
  const running = await startCluster({
    workers: 2,
    adminHost: "127.0.0.1",
    adminPort: 0,
    program: { file: await bundleWorker(folder), args: [] },
    start: {
      kind: "start",
      sources: [source(apiDocument())],
      options: {
        host: "127.0.0.1",
        port: 0,
        backendOverrides: { production: echo.url },
        logLevel: "silent",
        drainSeconds: 5,
      },
    },
    drainSeconds: 5,
    logger: { error: ignore, warn: ignore, info: ignore, debug: ignore },
  });
  const first = await open(`ws://127.0.0.1:${running.port}/chat`);

  running.replace([source(apiDocument({ routes: [route({ path: "/second" })] }))]);
  const second = await openWhenServed(`ws://127.0.0.1:${running.port}/second`);
  const closed = [once(first, "close"), once(second, "close")];
  await running.drain();

  expect((await Promise.all(closed)).map(([code]) => code)).toEqual([1012, 1012]);
  await echo.close();
  await rm(folder, { recursive: true });
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
