import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeApplication, startTalkGateway } from "./application.ts";
import { startTalkServer } from "./backend.ts";
import { runInBrowser } from "./browser.ts";
import { BROWSER, NODE_20, runOn, RUNTIMES, type CaseResult } from "./runtimes.ts";

const MISSING = [
  ...RUNTIMES.filter(({ command }) => command === null).map(({ name }) => name),
  ...(BROWSER === null ? ["Chromium"] : []),
];

if (MISSING.length > 0) {
  console.warn(`not tested on ${MISSING.join(", ")}: test/sdk/platforms/install.sh installs them`);
}

let url = "";
let withWs = "";
let withoutWs = "";
let stop: () => Promise<unknown> = async () => undefined;

beforeAll(async () => {
  const server = await startTalkServer();
  const { model, gateway } = await startTalkGateway(server.url);
  url = `ws://127.0.0.1:${gateway.port}`;
  withWs = await makeApplication(model, true);
  withoutWs = await makeApplication(model, false);
  stop = async () => {
    server.stop();
    await gateway.close();
    await Promise.all([withWs, withoutWs].map((one) => rm(one, { recursive: true })));
  };
});

afterAll(() => stop());

describe("a generated client", () => {
  it("is tested on every platform where CI runs", () => {
    expect(process.env["CI"] === undefined ? [] : MISSING).toEqual([]);
  });

  it.each(RUNTIMES.filter(({ command }) => command !== null))(
    "does all of the suite on $name",
    async (runtime) => {
      const results = await runOn(runtime, runtime.hasWs ? withWs : withoutWs, url);

      expectAllRight(results);
    },
    60_000,
  );

  it("says what to install where there is neither ws nor a WebSocket, as on Node 20", async () => {
    const [first] = await runOn({ ...NODE_20, hasWs: false }, withoutWs, url);

    const hasOwn = "WebSocket" in globalThis;
    expect(first?.problem).toEqual(hasOwn ? null : expect.stringMatching(/install (.* )?ws/));
  });

  it.runIf(BROWSER !== null)(
    "does all of the suite in a page of Chromium and in its worker",
    async () => {
      const { page, worker } = await runInBrowser(BROWSER ?? "", withoutWs, url);

      expectAllRight(page);
      expectAllRight(worker);
    },
    60_000,
  );
});

function expectAllRight(results: readonly CaseResult[]): void {
  expect(results.filter(({ problem }) => problem !== null)).toEqual([]);
  expect(results.length).toBeGreaterThan(15);
}
