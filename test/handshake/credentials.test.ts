import { afterEach, describe, expect, test } from "vitest";
import type { Route, SecurityScheme } from "../../runtime/contract/v1.ts";
import { apiDocument, route } from "../helpers/api-document.ts";
import {
  type EchoBackend,
  type FrontDoorFixture,
  startEchoBackend,
  startFrontDoor,
} from "../helpers/front-door-fixture.ts";
import { exchange, type RawAnswer } from "../helpers/raw-socket.ts";
import { legal } from "./handshake-rows.ts";

const scheme = (changes: Partial<SecurityScheme>): SecurityScheme => ({
  kind: "httpBearer",
  mode: "passThrough",
  apiKey: null,
  ...changes,
});

const SCHEMES = {
  bearer: scheme({}),
  oauth: scheme({ kind: "oauth2" }),
  basic: scheme({ kind: "httpBasic" }),
  headerKey: scheme({ kind: "apiKey", apiKey: { in: "header", name: "X-Api-Key" } }),
  queryKey: scheme({ kind: "apiKey", apiKey: { in: "query", name: "key" } }),
  cookieKey: scheme({ kind: "apiKey", apiKey: { in: "cookie", name: "sid" } }),
  userKey: scheme({ kind: "apiKey", apiKey: { in: "user", name: "user" } }),
  certificate: scheme({ kind: "x509" }),
} as const satisfies Record<string, SecurityScheme>;

const opened: (EchoBackend | FrontDoorFixture)[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()));
});

interface Given {
  /** Alternatives of schemes that are needed together. */
  readonly needs: readonly (readonly (keyof typeof SCHEMES)[])[];
  readonly places?: Route["tokenPlaces"];
  readonly path?: string;
  readonly headers?: readonly string[];
}

async function ask(given: Given): Promise<RawAnswer & { readonly backend: EchoBackend }> {
  const security = given.needs.map((ids) => ({
    schemes: ids.map((schemeId) => ({ schemeId, scopes: [] })),
  }));
  const routes = [route({ security, tokenPlaces: given.places ?? ["header"] })];
  const backend = await startEchoBackend();
  const api = apiDocument({ routes, securitySchemes: SCHEMES, origins: "any" });
  const door = await startFrontDoor([api], backend.url);
  opened.push(backend, door);
  const answer = await exchange(door.port, legal(given.path ?? "/chat", given.headers));
  return { ...answer, backend };
}

const BEARER = "Authorization: Bearer canary";
const BASIC = "Authorization: Basic dTpw";

describe("a credential in its place opens the socket, without it the answer is 401", () => {
  test.each<[string, Given, 101 | 401]>([
    ["bearer", { needs: [["bearer"]], headers: [BEARER] }, 101],
    [
      "bearer in lower case",
      { needs: [["bearer"]], headers: ["Authorization: bearer canary"] },
      101,
    ],
    ["no bearer", { needs: [["bearer"]] }, 401],
    ["an empty bearer", { needs: [["bearer"]], headers: ["Authorization: Bearer "] }, 401],
    ["basic where bearer is needed", { needs: [["bearer"]], headers: [BASIC] }, 401],
    ["bearer where basic is needed", { needs: [["basic"]], headers: [BEARER] }, 401],
    ["basic", { needs: [["basic"]], headers: [BASIC] }, 101],
    ["a user", { needs: [["userKey"]], headers: [BASIC] }, 101],
    ["oauth", { needs: [["oauth"]], headers: [BEARER] }, 101],
    ["a header key", { needs: [["headerKey"]], headers: ["x-api-key: canary"] }, 101],
    ["an empty header key", { needs: [["headerKey"]], headers: ["x-api-key:"] }, 401],
    ["a header key in the query", { needs: [["headerKey"]], path: "/chat?X-Api-Key=canary" }, 401],
    ["a query key", { needs: [["queryKey"]], path: "/chat?key=canary" }, 101],
    ["an empty query key", { needs: [["queryKey"]], path: "/chat?key=" }, 401],
    [
      "a cookie",
      { needs: [["cookieKey"]], headers: ["Origin: http://a", "Cookie: a=b; sid=canary"] },
      101,
    ],
    [
      "another cookie",
      { needs: [["cookieKey"]], headers: ["Origin: http://a", "Cookie: xsid=canary"] },
      401,
    ],
    [
      "bearer in the query where only a header is",
      { needs: [["bearer"]], path: "/chat?access_token=c" },
      401,
    ],
    [
      "bearer in the query",
      { needs: [["bearer"]], places: ["query"], path: "/chat?access_token=c" },
      101,
    ],
    [
      "bearer in a cookie",
      { needs: [["bearer"]], places: ["cookie"], headers: ["Cookie: access_token=c"] },
      101,
    ],
    ["a token in the first message", { needs: [["bearer"]], places: ["message"] }, 101],
    ["a client certificate, which no request shows", { needs: [["certificate"]] }, 101],
    [
      "one of two schemes needed together",
      { needs: [["bearer", "queryKey"]], headers: [BEARER] },
      401,
    ],
    ["both", { needs: [["bearer", "queryKey"]], headers: [BEARER], path: "/chat?key=c" }, 101],
    ["the second alternative", { needs: [["bearer"], ["queryKey"]], path: "/chat?key=c" }, 101],
    ["neither alternative", { needs: [["bearer"], ["queryKey"]] }, 401],
    ["nothing needed as one alternative", { needs: [["bearer"], []] }, 101],
  ])("%s", async (_, given, want) => {
    const answer = await ask(given);

    expect(answer.status).toBe(want);
  });
});

test.each([
  ["as alternatives beside nothing", [[], ["bearer"], ["queryKey"]]],
  ["beside what the server needs", [["headerKey"], ["headerKey", "bearer", "queryKey"]]],
] satisfies [string, Given["needs"]][])(
  "optional credentials are forwarded: %s",
  async (_, needs) => {
    const server = ["X-Api-Key: server"];
    const without = await ask({ needs, headers: server });
    const given = await ask({ needs, path: "/chat?key=canary", headers: [...server, BEARER] });

    expect([without.status, given.status]).toEqual([101, 101]);
    expect(given.backend.requests[0]?.headers["authorization"]).toBe("Bearer canary");
    expect(given.backend.requests[0]?.url).toContain("key=canary");
  },
);

test("a 401 says what to send and by which scheme", async () => {
  const { status, headers, body } = await ask({ needs: [["bearer"], ["queryKey"], ["basic"]] });

  expect([status, headers.get("www-authenticate")]).toEqual([
    401,
    'Bearer, ApiKey, Basic realm="gateway", charset="UTF-8"',
  ]);
  expect(JSON.parse(body)).toMatchObject({
    code: "CREDENTIALS_MISSING",
    title:
      "no credentials: expected Authorization: bearer or query parameter key or Authorization: basic",
  });
});

describe("a token in Sec-WebSocket-Protocol", () => {
  const needs: Given["needs"] = [["bearer"]];
  const places: Given["places"] = ["subprotocol"];

  test("travels beside a protocol, which is the one selected", async () => {
    const headers = ["Sec-WebSocket-Protocol: framegate, canary-token"];
    const answer = await ask({ needs, places, headers });

    expect(answer.status).toBe(101);
    expect(answer.headers.get("sec-websocket-protocol")).toBe("framegate");
    expect(answer.backend.requests[0]?.headers["sec-websocket-protocol"]).toBe("canary-token");
  });

  test("is refused alone, with an explanation", async () => {
    const answer = await ask({ needs, places, headers: ["Sec-WebSocket-Protocol: canary-token"] });

    expect(answer.status).toBe(401);
    expect(answer.body).toContain("travels beside a protocol");
    expect(answer.body).not.toContain("canary");
  });

  test("is missing where only a protocol is offered", async () => {
    const answer = await ask({ needs, places, headers: ["Sec-WebSocket-Protocol: framegate"] });

    expect(answer.status).toBe(401);
  });
});

describe("an offer that looks like a credential is neither echoed nor forwarded", () => {
  test.each(["bearer.SECRET", "eyJhbGciOi.eyJzdWIiOiIx.c2lnbmF0dXJl", "x".repeat(65)])(
    "%s",
    async (offer) => {
      const answer = await ask({ needs: [], headers: [`Sec-WebSocket-Protocol: ${offer}`] });

      expect(answer.headers.has("sec-websocket-protocol")).toBe(false);
      expect(answer.backend.requests[0]?.headers["sec-websocket-protocol"]).toBeUndefined();
    },
  );
});
