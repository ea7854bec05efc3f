import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { dialBackend } from "../../runtime/backends/dial.ts";
import type { DialRequest } from "../../runtime/backends/dial-request.ts";
import { systemClock } from "../../runtime/clock.ts";
import { startEchoBackend } from "../helpers/front-door-fixture.ts";
import { TEST_CA, TEST_CERTIFICATE, TEST_KEY } from "../helpers/test-certificates.ts";

const cleanups: (() => Promise<unknown> | void)[] = [];

afterEach(async () => {
  await Promise.all(cleanups.splice(0).map(async (cleanup) => cleanup()));
});

function request(url: string, changes: Partial<DialRequest> = {}): DialRequest {
  return {
    url: new URL(url),
    headers: {},
    protocols: [],
    connectTimeoutMs: 5000,
    tlsCa: null,
    limits: {
      messageBytes: 1000,
      fragments: 16,
      controlFramesPerSecond: 10,
      lowWaterBytes: 1000,
    },
    backendVerifies: false,
    engine: "raw",
    deflates: false,
    ...changes,
  };
}

async function dial(url: string, changes: Partial<DialRequest> = {}) {
  const { signal } = new AbortController();
  const dialled = await dialBackend(request(url, changes), systemClock, signal);
  cleanups.push(() => dialled.leg.terminate());
  return dialled;
}

async function startSecureBackend(): Promise<string> {
  const server = createServer({ cert: TEST_CERTIFICATE, key: TEST_KEY });
  const sockets = new WebSocketServer({ server });
  server.listen(0, "0.0.0.0");
  await once(server, "listening");
  cleanups.push(() => {
    sockets.clients.forEach((client) => client.terminate());
    server.close();
  });
  return `wss://localhost:${(server.address() as AddressInfo).port}`;
}

describe("a wss backend", () => {
  test("whose certificate is of the given private authority is dialled", async () => {
    const dialled = await dial(await startSecureBackend(), { tlsCa: TEST_CA });

    expect(dialled.protocol).toBeNull();
  });

  test("whose certificate nobody vouches for is unavailable", async () => {
    await expect(dial(await startSecureBackend())).rejects.toMatchObject({
      code: "BACKEND_UNAVAILABLE",
      details: { reason: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" },
    });
  });

  test("whose certificate is for another name is unavailable", async () => {
    const url = (await startSecureBackend()).replace("localhost", "127.0.0.2");

    await expect(dial(url, { tlsCa: TEST_CA })).rejects.toMatchObject({
      code: "BACKEND_UNAVAILABLE",
      details: { reason: "ERR_TLS_CERT_ALTNAME_INVALID" },
    });
  });
});

describe("subprotocols", () => {
  const start = async (select: string | false): Promise<string> => {
    const server = new WebSocketServer({
      port: 0,
      host: "127.0.0.1",
      handleProtocols: () => select,
    });
    await once(server, "listening");
    cleanups.push(() => {
      server.clients.forEach((client) => client.terminate());
      server.close();
    });
    return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  test("the backend's choice is reported", async () => {
    expect((await dial(await start("b"), { protocols: ["a", "b"] })).protocol).toBe("b");
  });

  test("a backend may choose none", async () => {
    expect((await dial(await start(false), { protocols: ["a"] })).protocol).toBeNull();
  });

  test("a choice that was not offered is refused", async () => {
    await expect(dial(await start("z"), { protocols: ["a"] })).rejects.toMatchObject({
      code: "BACKEND_REFUSED",
    });
  });
});

test("an aborted attempt rejects with the reason, also where it is aborted beforehand", async () => {
  const backend = await startEchoBackend();
  cleanups.push(() => backend.close());
  const before = AbortSignal.abort("before");
  const during = new AbortController();

  const attempt = dialBackend(request(backend.url), systemClock, during.signal);
  during.abort("during");

  await expect(attempt).rejects.toBe("during");
  await expect(dialBackend(request(backend.url), systemClock, before)).rejects.toBe("before");
});
