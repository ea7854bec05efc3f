import type { IncomingMessage } from "node:http";
import { describe, expect, test } from "vitest";
import type { Route, SecurityScheme } from "../../runtime/contract/v1.ts";
import { planCredentials } from "../../runtime/handshake/credentials.ts";
import { countOverridden, planForwarding } from "../../runtime/handshake/forwarding.ts";
import { apiDocument, parameter, route } from "../helpers/api-document.ts";
import { startEchoBackend, startFrontDoor } from "../helpers/front-door-fixture.ts";
import { exchange } from "../helpers/raw-socket.ts";
import { legal } from "./handshake-rows.ts";

const cookieKey: SecurityScheme = {
  kind: "apiKey",
  mode: "passThrough",
  apiKey: { in: "cookie", name: "sid" },
};

const NO_CREDENTIALS = planCredentials({ security: [], tokenPlaces: [] }, {});

async function forwarded(
  changes: Partial<Route>,
  path: string,
  headers: readonly string[] = [],
): Promise<IncomingMessage | undefined> {
  const backend = await startEchoBackend();
  const securitySchemes = { cookieKey };
  const api = apiDocument({ routes: [route(changes)], origins: "any", securitySchemes });
  const door = await startFrontDoor([api], `${backend.url}/base`);
  await exchange(door.port, legal(path, headers));
  await door.close();
  await backend.close();
  return backend.requests[0];
}

test("declared, listed and standard headers reach the backend, others do not", async () => {
  const request = await forwarded(
    {
      parameters: [parameter({ in: "header", name: "X-Tenant" })],
      forwardHeaders: ["x-listed"],
    },
    "/chat",
    [
      "X-Tenant: blue",
      "X-Listed: 1",
      "X-Other: 2",
      "Origin: http://gateway.test",
      "User-Agent: test",
      "Accept-Language: de",
      "traceparent: 00-0-0-00",
      "Authorization: Bearer canary",
      "Cookie: a=b",
    ],
  );

  expect(request?.headers).toMatchObject({
    "x-tenant": "blue",
    "x-listed": "1",
    origin: "http://gateway.test",
    "user-agent": "test",
    "accept-language": "de",
    traceparent: "00-0-0-00",
  });
  expect(request?.headers).not.toHaveProperty("x-other");
  expect(request?.headers).not.toHaveProperty("authorization");
  expect(request?.headers).not.toHaveProperty("cookie");
});

test("who the client is, is said by the gateway alone", async () => {
  const request = await forwarded(
    {
      forwardHeaders: ["x-forwarded-for", "forwarded", "x-real-ip", "proxy-authorization", "host"],
    },
    "/chat",
    [
      "X-Forwarded-For: 6.6.6.6",
      "X-Forwarded-User: root",
      "Forwarded: for=6.6.6.6",
      "X-Real-IP: 6.6.6.6",
      "Proxy-Authorization: Basic eA==",
    ],
  );

  expect(request?.headers["x-forwarded-for"]).toBe("127.0.0.1");
  expect(request?.headers["x-forwarded-host"]).toBe("gateway.test");
  expect(request?.headers["x-forwarded-proto"]).toBe("ws");
  expect(request?.headers.host).toMatch(/^127\.0\.0\.1:/);
  expect(JSON.stringify(request?.rawHeaders)).not.toContain("6.6.6.6");
  expect(request?.headers).not.toHaveProperty("x-forwarded-user");
  expect(request?.headers).not.toHaveProperty("proxy-authorization");
});

test("a header that Connection nominates is dropped", async () => {
  const request = await forwarded({ forwardHeaders: ["x-listed"] }, "/chat", [
    "X-Listed: 1",
    "Connection: X-Listed",
  ]);

  expect(request?.headers).not.toHaveProperty("x-listed");
});

test("only the cookie that is a credential is forwarded", async () => {
  const security = [{ schemes: [{ schemeId: "cookieKey", scopes: [] }] }];
  const headers = ["Origin: http://a", "Cookie: theme=dark; sid=canary; x=y"];
  const request = await forwarded({ security }, "/chat", headers);

  expect(request?.headers.cookie).toBe("sid=canary");
});

test("the client's extensions are not offered to the backend", async () => {
  const request = await forwarded({}, "/chat", [
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
  ]);

  expect(request?.headers).not.toHaveProperty("sec-websocket-extensions");
});

test("query pairs are forwarded as the client wrote them", async () => {
  const request = await forwarded({}, "/chat?b=%20x&a=1+2&a&=");

  expect(request?.url).toBe("/base/chat?b=%20x&a=1+2&a&=");
});

test.each<[string, Partial<Route>, string]>([
  ["declared only", { forwardQuery: "declared" }, "/base/chat?a=1"],
  ["none", { forwardQuery: "none" }, "/base/chat"],
  ["without the undeclared", { undeclaredQuery: "strip" }, "/base/chat?a=1"],
])("the query is forwarded %s", async (_, changes, want) => {
  const parameters = [parameter({ in: "query", name: "a" })];
  const request = await forwarded({ parameters, ...changes }, "/chat?a=1&b=2");

  expect(request?.url).toBe(want);
});

test("a path parameter is encoded anew in the backend's path", async () => {
  const changes = { path: "/rooms/{roomId}", upstreamPath: "/v2/room/{roomId}/socket" };
  const request = await forwarded(changes, "/rooms/a%3Fb%23c%20%C3%A9%25");

  expect(request?.url).toBe("/base/v2/room/a%3Fb%23c%20%C3%A9%25/socket");
});

describe("a query pair that the operator fixed", () => {
  async function urlAt(changes: Partial<Route>, path: string): Promise<string | undefined> {
    const backend = await startEchoBackend();
    const api = apiDocument({ routes: [route(changes)] });
    const door = await startFrontDoor([api], `${backend.url}/base?plan=free&q=a%20b`);
    await exchange(door.port, legal(path));
    await door.close();
    await backend.close();
    return backend.requests[0]?.url;
  }

  test.each<[string, Partial<Route>, string, string]>([
    ["in the backend's address", {}, "/chat?plan=gold&a=1", "a=1"],
    ["however the client writes its name", {}, "/chat?pl%61n=gold&%71=&plan", ""],
    ["in the upstream path", { upstreamPath: "/chat?tier=1" }, "/chat?tier=9&b=2", "tier=1&b=2"],
    [
      "also where the document declares it",
      { parameters: [parameter({ in: "query", name: "plan" })] },
      "/chat?plan=gold",
      "",
    ],
    ["but not a name that only begins like it", {}, "/chat?planned=1&Plan=2", "planned=1&Plan=2"],
  ])("%s is not the client's to say again", async (_, changes, path, rest) => {
    const want = `/base/chat?plan=free&q=a%20b${rest === "" ? "" : `&${rest}`}`;

    expect(await urlAt(changes, path)).toBe(want);
  });

  test("is counted where no document told the client to send it", () => {
    const route = {
      parameters: [parameter({ in: "query", name: "declared" })],
      forwardHeaders: [],
      forwardQuery: "all",
      undeclaredQuery: "forward",
      upstreamPath: "/chat?declared=1&fixed=2",
    } as const;
    const forwarding = planForwarding(route, NO_CREDENTIALS, []);
    const query = ["declared", "fixed", "free", "fixed"].map((name) => ({
      name,
      value: "",
      raw: name,
    }));

    expect(countOverridden(forwarding, { query })).toBe(2);
  });
});
