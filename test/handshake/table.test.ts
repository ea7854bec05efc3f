import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiDocument, route } from "../helpers/api-document.ts";
import {
  type EchoBackend,
  type FrontDoorFixture,
  startEchoBackend,
  startFrontDoor,
} from "../helpers/front-door-fixture.ts";
import { exchange } from "../helpers/raw-socket.ts";
import { FORM_ROWS } from "./form-rows.ts";
import { HANDSHAKE_ROWS } from "./handshake-rows.ts";
import { ORIGIN_ROWS } from "./origin-rows.ts";

const asking = (id: string) => ({
  id,
  path: `/${id}`,
  security: [{ schemes: [{ schemeId: id, scopes: [] }] }],
});
const routes = [
  route({ id: "open", path: "/open" }),
  route({ id: "anonymous", path: "/anonymous" }),
  route(asking("bearer")),
  route(asking("cookie")),
  route({ id: "room", path: "/rooms/{roomId}" }),
  route({ id: "lobby", path: "/rooms/lobby" }),
];
const securitySchemes = {
  bearer: { kind: "httpBearer", mode: "passThrough", apiKey: null },
  cookie: { kind: "apiKey", mode: "passThrough", apiKey: { in: "cookie", name: "sid" } },
} as const;
const rows = [...HANDSHAKE_ROWS, ...FORM_ROWS, ...ORIGIN_ROWS];
let backend: EchoBackend;
let door: FrontDoorFixture;

beforeAll(async () => {
  backend = await startEchoBackend();
  door = await startFrontDoor([apiDocument({ routes, securitySchemes })], backend.url);
});

afterAll(async () => {
  await door.close();
  await backend.close();
});

describe("every handshake gets its status and code", () => {
  test("there are at least 300 of them, all different", () => {
    expect(new Set(rows.map(({ text }) => text)).size).toBeGreaterThanOrEqual(300);
  });

  test.each(rows)("$given: $want", async ({ text, want, code }) => {
    const opened = backend.requests.length;

    const answer = await exchange(door.port, text);

    expect(answer.status).toBe(want);
    expect(codeOf(answer.body)).toBe(code);
    expect(backend.requests.length - opened).toBe(want === 101 ? 1 : 0);
  });
});

test("an answer of 426 says what to upgrade to", async () => {
  const answer = await exchange(door.port, "GET /open HTTP/1.1\r\nHost: a\r\n\r\n");

  expect(answer.headers.get("upgrade")).toBe("websocket");
  expect(answer.headers.get("connection")).toBe("Upgrade, close");
  expect(answer.headers.get("sec-websocket-version")).toBe("13");
});

test("an answer of 426 on an upgrade to another version says which one is spoken", async () => {
  const text = HANDSHAKE_ROWS.find((known) => known.given === 'version "8"')?.text ?? "";

  const answer = await exchange(door.port, text);

  expect(answer.headers.get("upgrade")).toBe("websocket");
  expect(answer.headers.get("connection")).toBe("Upgrade, close");
  expect(answer.headers.get("sec-websocket-version")).toBe("13");
});

test("an answer of 405 names the method", async () => {
  const answer = await exchange(door.port, "POST /open HTTP/1.1\r\nHost: a\r\n\r\n");

  expect(answer.headers.get("allow")).toBe("GET");
});

test("every refusal is a problem document and is told to the observer once", async () => {
  const told = door.refusals.length;

  const answer = await exchange(door.port, "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n");

  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(JSON.parse(answer.body)).toEqual({
    type: "urn:framegate:refusal:PATH_UNKNOWN",
    title: "no route matches /nowhere",
    status: 404,
    code: "PATH_UNKNOWN",
    problems: [],
  });
  expect(door.refusals.slice(told).map(({ code, action }) => [code, action])).toEqual([
    ["PATH_UNKNOWN", "handshakeRefused"],
  ]);
});

test("a HEAD request is answered without a body", async () => {
  const answer = await exchange(door.port, "HEAD /open HTTP/1.1\r\nHost: a\r\n\r\n");

  expect([answer.status, answer.body]).toEqual([405, ""]);
});

function codeOf(body: string): string | null {
  if (!body.startsWith("{")) {
    return null;
  }
  const problem: { readonly code: string } = JSON.parse(body);
  return problem.code;
}
