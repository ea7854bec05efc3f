import { afterEach, describe, expect, test } from "vitest";
import type { Parameter, Route } from "../../runtime/contract/v1.ts";
import { apiDocument, parameter, route } from "../helpers/api-document.ts";
import {
  type EchoBackend,
  type FrontDoorFixture,
  startEchoBackend,
  startFrontDoor,
} from "../helpers/front-door-fixture.ts";
import { exchange, type RawAnswer } from "../helpers/raw-socket.ts";
import { legal } from "./handshake-rows.ts";

const opened: (EchoBackend | FrontDoorFixture)[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()));
});

async function start(changes: Partial<Route>): Promise<FrontDoorFixture> {
  const backend = await startEchoBackend();
  const door = await startFrontDoor([apiDocument({ routes: [route(changes)] })], backend.url);
  opened.push(backend, door);
  return door;
}

async function ask(
  parameters: readonly Parameter[],
  path: string,
  headers: readonly string[] = [],
  changes: Partial<Route> = {},
): Promise<RawAnswer & { readonly values: unknown }> {
  const door = await start({ path: "/p/{id}", parameters, ...changes });
  const answer = await exchange(door.port, legal(path, headers));
  return { ...answer, values: door.connections[0]?.admission.parameters };
}

const problemsOf = (answer: RawAnswer): unknown => JSON.parse(answer.body).problems;

test("parameters of every place are read by their types", async () => {
  const { status, values } = await ask(
    [
      parameter({ in: "path", name: "id" }, { type: "integer" }),
      parameter({ in: "query", name: "live" }, { type: "boolean" }),
      parameter({ in: "query", name: "tag", array: "repeat" }),
      parameter({ in: "query", name: "level", array: "comma" }, { type: "integer" }),
      parameter({ in: "query", name: "absent", required: false }),
      parameter({ in: "header", name: "X-Tenant" }),
      parameter({ in: "header", name: "X-Days", array: "comma" }, { type: "date" }),
    ],
    "/p/7?live=true&tag=a&tag=b%20c&level=1,2,3",
    ["x-TENANT: blue", "X-Days: 2026-01-01", "X-Days: 2026-01-02 , 2026-01-03"],
  );

  expect(status).toBe(101);
  expect(values).toEqual({
    path: { id: 7 },
    query: { live: true, tag: ["a", "b c"], level: [1, 2, 3] },
    header: { "X-Tenant": "blue", "X-Days": ["2026-01-01", "2026-01-02", "2026-01-03"] },
  });
});

test("all problems are reported at once", async () => {
  const answer = await ask(
    [
      parameter({ in: "path", name: "id" }, { type: "integer" }),
      parameter({ in: "query", name: "since" }, { type: "date" }),
      parameter({ in: "query", name: "limit" }, { type: "integer", maximum: 100 }),
      parameter({ in: "query", name: "level", array: "comma" }, { type: "integer" }),
      parameter({ in: "header", name: "X-Tenant" }),
    ],
    "/p/seven?since=tomorrow&limit=1&limit=2&level=1,two",
  );

  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.body)).toMatchObject({
    code: "PARAMETERS_INVALID",
    title: "handshake parameters that are not what the document says: 5",
  });
  expect(problemsOf(answer)).toEqual([
    { in: "path", name: "id", expected: "an integer", found: '"seven"' },
    { in: "query", name: "since", expected: "a date such as 2026-01-31", found: '"tomorrow"' },
    { in: "query", name: "limit", expected: "one value", found: "2 values" },
    { in: "query", name: "level", expected: "an integer", found: '"two"' },
    { in: "header", name: "X-Tenant", expected: "a string", found: "nothing" },
  ]);
});

test("at most 40 characters of a value are quoted", async () => {
  const answer = await ask(
    [parameter({ in: "query", name: "n" }, { type: "integer" })],
    `/p/1?n=${"x".repeat(99)}`,
  );

  expect(problemsOf(answer)).toMatchObject([{ found: `"${"x".repeat(39)}…"` }]);
});

describe("nothing of a value is quoted under a name that suggests a credential", () => {
  test.each(["access_token", "apiKey", "Authorization", "client_secret", "sessionId", "passwd"])(
    "%s",
    async (name) => {
      const answer = await ask(
        [parameter({ in: "query", name }, { type: "integer" })],
        `/p/1?${name}=canary`,
      );

      expect(problemsOf(answer)).toMatchObject([{ found: "a value of 6 characters" }]);
    },
  );
});

describe("undeclared query parameters", () => {
  const declared = [parameter({ in: "query", name: "a", required: false })];

  test("are refused by name where the document says so", async () => {
    const answer = await ask(declared, "/p/1?a=1&b=2&b=3&c", [], { undeclaredQuery: "refuse" });

    expect(problemsOf(answer)).toEqual([
      {
        in: "query",
        name: "b",
        expected: "a declared query parameter",
        found: "an undeclared one",
      },
      {
        in: "query",
        name: "c",
        expected: "a declared query parameter",
        found: "an undeclared one",
      },
    ]);
  });

  test.each(["forward", "strip"] as const)("are no problem under %s", async (undeclaredQuery) => {
    const answer = await ask(declared, "/p/1?a=1&b=2", [], { undeclaredQuery });

    expect(answer.status).toBe(101);
  });
});

test("bounds on the number of values are checked", async () => {
  const bounded = [
    parameter({ in: "query", name: "t", array: "repeat" }, { minItems: 2, maxItems: 3 }),
  ];

  const few = await ask(bounded, "/p/1?t=a");
  const many = await ask(bounded, "/p/1?t=a&t=b&t=c&t=d");

  expect(problemsOf(few)).toMatchObject([{ expected: "at least 2 values" }]);
  expect(problemsOf(many)).toMatchObject([{ expected: "at most 3 values" }]);
});

test("a parameter may be called like a member of every object", async () => {
  const { status, values } = await ask(
    [
      parameter({ in: "query", name: "__proto__" }),
      parameter({ in: "query", name: "constructor", required: false }),
    ],
    "/p/1?__proto__=x",
  );

  expect(status).toBe(101);
  expect(values).toMatchObject({ query: JSON.parse('{"__proto__":"x"}') });
});

test("a repeated value of a header is refused", async () => {
  const answer = await ask([parameter({ in: "header", name: "X-A" })], "/p/1", [
    "X-A: 1",
    "X-A: 2",
  ]);

  expect(problemsOf(answer)).toMatchObject([{ in: "header", found: "2 values" }]);
});

test("a header that Connection nominates is not there", async () => {
  const door = await start({ parameters: [parameter({ in: "header", name: "X-A" })] });

  const text = legal("/chat", ["X-A: 1"]).replace(
    "Connection: Upgrade",
    "Connection: Upgrade, X-A",
  );
  const answer = await exchange(door.port, text);

  expect(problemsOf(answer)).toMatchObject([{ name: "X-A", found: "nothing" }]);
});
