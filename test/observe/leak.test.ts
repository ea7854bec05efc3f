import { afterAll, beforeAll, expect, test } from "vitest";
import { startGateway, type RunningGateway } from "../../runtime/gateway.ts";
import { apiDocument, parameter, revision, route } from "../helpers/api-document.ts";
import { type EchoBackend, startEchoBackend } from "../helpers/front-door-fixture.ts";
import { exchange } from "../helpers/raw-socket.ts";
import { legal } from "../handshake/handshake-rows.ts";

/** Stands wherever a secret could; must come out nowhere. */
const CANARY = "canary0123456789";

const scheme = (place: "header" | "query" | "cookie", name: string) =>
  ({ kind: "apiKey", mode: "passThrough", apiKey: { in: place, name } }) as const;

const need = (schemeId: string) => [{ schemes: [{ schemeId, scopes: [] }] }];

const api = apiDocument({
  origins: "any",
  securitySchemes: {
    bearer: { kind: "httpBearer", mode: "passThrough", apiKey: null },
    header: scheme("header", "X-Ident"),
    query: scheme("query", "ident"),
    cookie: scheme("cookie", "sid"),
  },
  routes: [
    route({ id: "bearer", path: "/bearer", security: need("bearer") }),
    route({
      id: "beside",
      path: "/beside",
      security: need("bearer"),
      tokenPlaces: ["subprotocol"],
    }),
    route({ id: "cookie", path: "/cookie", security: need("cookie") }),
    route({
      id: "typed",
      path: "/typed",
      security: [
        {
          schemes: [
            { schemeId: "header", scopes: [] },
            { schemeId: "query", scopes: [] },
          ],
        },
      ],
      undeclaredQuery: "refuse",
      parameters: [
        parameter({ in: "header", name: "X-Ident" }, { type: "integer" }),
        parameter({ in: "query", name: "ident" }, { type: "integer" }),
        parameter({ in: "query", name: "accessToken" }, { type: "integer" }),
      ],
    }),
    route({
      id: "closing",
      path: "/closing",
      handshakeRefusal: "closeFrame",
      security: need("bearer"),
    }),
  ],
});

/** Requests that carry the canary; most are refused, each in another place. */
const REQUESTS = [
  legal("/bearer", [`Authorization: Bearer ${CANARY}`]),
  legal("/bearer", [`Authorization: Basic ${CANARY}`]),
  legal("/bearer", [`Authorization: Bearer ${CANARY}`, `Authorization: Bearer ${CANARY}`]),
  legal(`/bearer?access_token=${CANARY}`),
  legal(`/bearer?${CANARY}=%zz`),
  legal("/bearer", [`Cookie: ${CANARY}=${CANARY}`]),
  legal("/bearer", [`Sec-WebSocket-Protocol: ${CANARY}`]),
  legal("/bearer", [`X-${CANARY}: a`, "Content-Length: 3"]),
  legal("/beside", [`Sec-WebSocket-Protocol: ${CANARY}`]),
  legal("/beside", [`Sec-WebSocket-Protocol: framegate, ${CANARY}`]),
  legal("/beside", [`Sec-WebSocket-Protocol: ${CANARY}, ${CANARY}`]),
  legal("/cookie", [`Cookie: sid=${CANARY}`]),
  legal("/cookie", [`Origin: http://a`, `Cookie: other=${CANARY}`]),
  legal(`/typed?ident=${CANARY}&accessToken=${CANARY}`, [`X-Ident: ${CANARY}`]),
  legal(`/typed?ident=1&accessToken=1&x=${CANARY}`, ["X-Ident: 1"]),
  legal("/closing", [`Cookie: a=${CANARY}`]),
  legal(`/no/${CANARY}${CANARY}?a=${CANARY}`),
  `GET /bearer?a=${CANARY} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${CANARY}\r\n\r\n`,
  `POST /bearer HTTP/1.1\r\nHost: a\r\nContent-Length: 16\r\n\r\n${CANARY}`,
  `${CANARY}\r\n\r\n`,
  legal("/bearer").replace(/Sec-WebSocket-Key: .*/, `Sec-WebSocket-Key: ${CANARY}`),
  legal("/bearer").replace("Sec-WebSocket-Version: 13", `Sec-WebSocket-Version: ${CANARY}`),
  legal("/bearer").replace("Upgrade: websocket", `Upgrade: ${CANARY}`),
];

const lines: string[] = [];
let backend: EchoBackend;
let gateway: RunningGateway;

beforeAll(async () => {
  backend = await startEchoBackend();
  gateway = await startGateway({
    revisions: [revision(api)],
    host: "127.0.0.1",
    port: 0,
    adminPort: 0,
    backendOverrides: { production: backend.url },
    logLevel: "trace",
    logDestination: { write: (line) => lines.push(line) },
  });
});

afterAll(async () => {
  await gateway.close();
  await backend.close();
});

test("a secret comes out in no answer, no log line and no metric", async () => {
  const answers = [];
  for (const text of REQUESTS) {
    const answer = await exchange(gateway.port, text);
    answers.push([...answer.headers].join("\n"), answer.body);
  }
  const metrics = await fetch(`http://127.0.0.1:${gateway.adminPort}/metrics`);

  const sinks = [...answers, ...lines, await metrics.text()].join("\n");

  expect(lines.filter((line) => line.includes("handshakeRefused")).length).toBeGreaterThan(15);
  expect(sinks).not.toContain(CANARY);
});

test("a refusal's line holds its code, connection, API and route", async () => {
  lines.length = 0;

  await exchange(gateway.port, legal("/bearer"));

  const line: unknown = JSON.parse(lines[0] ?? "");
  expect(line).toMatchObject({
    level: 40,
    code: "CREDENTIALS_MISSING",
    action: "handshakeRefused",
    connectionId: expect.stringMatching(/^[\w-]{12}$/),
    api: "Chat",
    route: "bearer",
    flow: null,
    channel: null,
    operation: null,
    message: null,
    pointer: null,
    msg: "no credentials: expected Authorization: bearer",
  });
});
