import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { apiDocument, backend, route } from "../helpers/api-document.ts";
import {
  buildGateway,
  type BuiltGatewayFile,
  runToEnd,
  startProcess,
} from "../helpers/built-gateway.ts";
import { type EchoBackend, startEchoBackend } from "../helpers/front-door-fixture.ts";

const api = apiDocument({
  version: "7.8.9",
  securitySchemes: { token: { kind: "httpBearer", mode: "passThrough", apiKey: null } },
  backends: [
    backend({
      url: "ws://{host}",
      variables: [{ name: "host", defaultValue: null, allowed: [] }],
    }),
  ],
  routes: [
    route(),
    route({
      id: "closed",
      path: "/closed",
      security: [{ schemes: [{ schemeId: "token", scopes: [] }] }],
    }),
  ],
});

let built: BuiltGatewayFile;
let echo: EchoBackend;
let target: readonly string[];
const cleanups: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  built = await buildGateway(api);
  echo = await startEchoBackend();
  target = ["--var", `host=127.0.0.1:${echo.port}`];
});

afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()));
});

afterAll(async () => {
  await echo.close();
  await built.remove();
});

async function start(args: readonly string[]) {
  const running = await startProcess(built.file, [...target, ...args]);
  cleanups.push(() => running.stop());
  return running;
}

async function open(url: string): Promise<WebSocket> {
  const client = new WebSocket(`${url}/chat`);
  client.on("error", () => client.terminate());
  cleanups.push(async () => client.terminate());
  await once(client, "open");
  return client;
}

async function roundTrip(client: WebSocket): Promise<string> {
  client.send("hello");
  const [data] = await once(client, "message");
  return String(data);
}

describe.each([1, 2])("with %d workers and no code from strings", (workers) => {
  test("it says what it serves, relays, and on SIGTERM closes with 1012 and exits with 0", async () => {
    const gateway = await start(["--workers", String(workers)]);
    const client = await open(gateway.url);
    const metrics = await fetch(`${gateway.adminUrl}/metrics`);
    const text = await metrics.text();
    const exit = once(gateway.child, "exit");

    expect(await roundTrip(client)).toBe("hello");
    const closed = once(client, "close");
    gateway.child.kill("SIGTERM");

    expect((await closed)[0]).toBe(1012);
    expect(await exit).toEqual([0, null]);
    expect(text).toContain('framegate_connections{api="Chat",route="chat"} 1');
    expect(gateway.lines.slice(0, 4)).toEqual([
      "Chat 7.8.9 (revision 0123456789abcdef)",
      `  ${gateway.url}/chat -> ws://127.0.0.1:${echo.port}/chat`,
      `  ${gateway.url}/closed -> ws://127.0.0.1:${echo.port}/closed`,
      '  security "token" (Authorization: bearer) is passed through unverified: ' +
        "the backend must verify it",
    ]);
  });

  test("a busy port is one sentence and exit code 2", async () => {
    const args = ["--host", "127.0.0.1", "--port", String(echo.port), "--admin-port", "0"];
    const ended = await runToEnd(built.file, [...target, ...args, "--workers", String(workers)]);

    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr.trim().split("\n")).toHaveLength(1);
    expect(ended.stderr).toContain(
      `port ${echo.port} of 127.0.0.1 is in use; choose another with --port, or 0 for a free one`,
    );
  });

  test("a server variable without a value is one sentence and exit code 2", async () => {
    const ended = await runToEnd(built.file, ["--workers", String(workers)]);

    expect(ended).toEqual({
      code: 2,
      stdout: "",
      stderr:
        'server variable "host" of ws://{host} has no value; ' +
        "give one with --var host=<value> or FRAMEGATE_VAR_HOST\n",
    });
  });
});

test("a worker that dies is replaced, and the port stays", async () => {
  const gateway = await start(["--workers", "2"]);
  const before = await childrenOf(gateway.child.pid ?? 0);

  process.kill(before[0] ?? 0, "SIGKILL");
  let after = before;
  while (after.length < 2 || after.includes(before[0] ?? 0)) {
    await new Promise((resolve) => setImmediate(resolve));
    after = await childrenOf(gateway.child.pid ?? 0);
  }

  expect(await roundTrip(await open(gateway.url))).toBe("hello");
  expect((await fetch(`${gateway.adminUrl}/readyz`)).status).toBe(200);
});

test.each([
  [["--prot"], {}, 'unknown option "--prot"; --help lists the options\n'],
  [["--port", "http"], {}, '--port is "http", expected a whole number from 0 to 65535\n'],
  [[], { FRAMEGATE_WORKERS: "0" }, '--workers is "0", expected a whole number from 1 to 512\n'],
  [
    ["--backend", "production=ftp://a"],
    { FRAMEGATE_WORKERS: "1" },
    'backend URL "ftp://a" is of another protocol, expected a ws:// or wss:// URL\n',
  ],
] as const)("%j with %j is one sentence and exit code 2", async (args, env, stderr) => {
  expect(await runToEnd(built.file, args, env)).toEqual({ code: 2, stdout: "", stderr });
});

test("--version prints the API's version, --help the options", async () => {
  const version = await runToEnd(built.file, ["--version"]);
  const help = await runToEnd(built.file, ["--help"]);

  expect(version).toEqual({ code: 0, stdout: "7.8.9\n", stderr: "" });
  expect(help.stdout).toMatch(/^WebSocket gateway of Chat 7\.8\.9\n\nUsage: node gateway\.mjs/);
});

/** Processes that a process has started (Linux). */
async function childrenOf(pid: number): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
  return text.split(" ").filter(Boolean).map(Number);
}
