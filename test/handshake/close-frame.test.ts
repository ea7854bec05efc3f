import { once } from "node:events";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { ApiDocument, Route } from "../../runtime/contract/v1.ts";
import type { Hooks } from "../../runtime/hooks/types.ts";
import { apiDocument, backend, parameter, revision, route } from "../helpers/api-document.ts";
import { type FrontDoorFixture, startFrontDoor } from "../helpers/front-door-fixture.ts";
import { exchange } from "../helpers/raw-socket.ts";
import { startStub } from "./stub-backend.ts";
import { altered, legal } from "./handshake-rows.ts";

const cleanups: (() => Promise<unknown> | void)[] = [];

afterEach(async () => {
  await Promise.all(cleanups.splice(0).map(async (cleanup) => cleanup()));
});

/** A gateway whose one route closes with a frame, before nobody or before a backend that says `says`. */
interface Given {
  readonly says?: string | null;
  readonly api?: Partial<ApiDocument>;
  readonly route?: Partial<Route>;
  readonly hooks?: Hooks;
  readonly isDraining?: boolean;
}

async function startDoor(given: Given): Promise<FrontDoorFixture> {
  const routes = [route({ handshakeRefusal: "closeFrame", ...given.route })];
  const { says } = given;
  const stub = says === undefined ? null : await startStub(() => says);
  if (stub !== null) cleanups.push(() => stub.close());
  const api = apiDocument({ ...given.api, routes });
  const served = revision(api, { hooks: given.hooks ?? null });
  const door = await startFrontDoor([served], stub?.url ?? "ws://127.0.0.1:1");
  door.isDraining = given.isDraining ?? false;
  cleanups.push(() => door.close());
  return door;
}

const withBearer: Given = {
  api: { securitySchemes: { b: { kind: "httpBearer", mode: "passThrough", apiKey: null } } },
  route: {
    security: [{ schemes: [{ schemeId: "b", scopes: [] }] }],
    tokenPlaces: ["header", "subprotocol"],
  },
};
const bearer = { authorization: "Bearer x" };
const answer = (status: string): string => `HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`;

interface Row {
  readonly name: string;
  readonly given: Given;
  readonly headers?: Readonly<Record<string, string>>;
  readonly protocols?: readonly string[];
  readonly want: readonly [code: number, refusal: string];
}

const ROWS: readonly Row[] = [
  {
    name: "a foreign origin",
    given: {},
    headers: { origin: "http://evil.test" },
    want: [4002, "ORIGIN_FORBIDDEN"],
  },
  {
    name: "a foreign origin of a page that wants a subprotocol",
    given: {},
    headers: { origin: "http://evil.test" },
    protocols: ["chat"],
    want: [4002, "ORIGIN_FORBIDDEN"],
  },
  { name: "no credentials", given: withBearer, want: [4001, "CREDENTIALS_MISSING"] },
  {
    name: "a wrong parameter",
    given: { route: { parameters: [parameter({ in: "query", name: "a" })] } },
    want: [4005, "PARAMETERS_INVALID"],
  },
  {
    name: "a hook that refuses",
    given: { hooks: { onConnect: (context) => context.refuse("no") } },
    want: [4002, "FORBIDDEN"],
  },
  {
    name: "a hook that throws",
    given: {
      hooks: {
        onConnect() {
          throw new Error("s3cret");
        },
      },
    },
    want: [1011, "INTERNAL"],
  },
  { name: "a gateway that ends", given: { isDraining: true }, want: [1012, "DRAINING"] },
  { name: "no backend", given: {}, want: [1014, "BACKEND_UNAVAILABLE"] },
  {
    name: "a backend that refuses",
    given: { says: answer("404 Not Found") },
    want: [1014, "BACKEND_REFUSED"],
  },
  {
    name: "a backend that does not accept the token",
    given: { ...withBearer, says: answer("401 Unauthorized") },
    headers: bearer,
    want: [4001, "CREDENTIALS_INVALID"],
  },
  {
    name: "a backend that does not allow it",
    given: { ...withBearer, says: answer("403 Forbidden") },
    headers: bearer,
    want: [4002, "FORBIDDEN"],
  },
  {
    name: "a silent backend",
    given: { says: null, api: { limits: { ...apiDocument().limits, handshakeSeconds: 0.05 } } },
    want: [1014, "BACKEND_TIMEOUT"],
  },
];

describe("under closeFrame a refusal is a 101 and a close with the catalogue's code", () => {
  test.each(ROWS)("$name: $want", async ({ given, headers, protocols, want }) => {
    const door = await startDoor(given);
    const url = `ws://127.0.0.1:${door.port}/chat`;
    const client = new WebSocket(url, [...(protocols ?? [])], { headers: { ...headers } });
    const closed = once(client, "close");
    await once(client, "open");

    const [code, reason] = await closed;

    expect([code, String(reason)]).toEqual([want[0], JSON.stringify({ e: want[1] })]);
    expect(client.protocol).toBe(protocols?.[0] ?? "");
    expect(door.refusals.map((event) => event.code)).toEqual([want[1]]);
  });

  test("a token is not echoed in that 101", async () => {
    const door = await startDoor(withBearer);
    const offer = "Sec-WebSocket-Protocol: s3cret";

    const { status, headers } = await exchange(door.port, legal("/chat", [offer]));

    expect([status, headers.get("sec-websocket-protocol")]).toEqual([101, undefined]);
    expect(door.refusals.map((event) => event.code)).toEqual(["CREDENTIALS_INVALID"]);
  });

  test("the backend is dialled first, so that its choice of a subprotocol is the client's", async () => {
    const door = await startDoor({
      api: { backends: [backend()] },
      says: [
        "HTTP/1.1 101 Switching Protocols",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Accept: {accept}",
        "Sec-WebSocket-Protocol: second",
        "\r\n",
      ].join("\r\n"),
    });
    const url = `ws://127.0.0.1:${door.port}/chat`;
    const client = new WebSocket(url, ["first", "second"]);

    await once(client, "open");

    expect(client.protocol).toBe("second");
    client.terminate();
  });
});

describe("where a handshake is none, closeFrame answers by HTTP all the same", () => {
  test.each([
    ["a plain request", "GET /chat HTTP/1.1\r\nHost: a\r\n\r\n", 426],
    ["an unknown path, which has no policy", legal("/nowhere"), 404],
    [
      "a bad key",
      altered("Sec-WebSocket-Key", "Sec-WebSocket-Key: x").replace("/open", "/chat"),
      400,
    ],
    ["a bad offer", legal("/chat", ["Sec-WebSocket-Protocol: a, a"]), 400],
  ])("%s", async (_, text, want) => {
    const door = await startDoor({});

    expect((await exchange(door.port, text)).status).toBe(want);
  });
});
