import { describe, expect, test } from "vitest";
import type { ApiDocument, Route, SecurityScheme } from "../../runtime/contract/v1.ts";
import { planCredentials } from "../../runtime/handshake/credentials.ts";
import { checkOrigin } from "../../runtime/handshake/origin.ts";
import type { HandshakeRequest } from "../../runtime/handshake/request.ts";

const scheme = (changes: Partial<SecurityScheme>): SecurityScheme => ({
  kind: "other",
  mode: "passThrough",
  apiKey: null,
  ...changes,
});

const KINDS = {
  anonymous: null,
  bearer: scheme({ kind: "httpBearer" }),
  basic: scheme({ kind: "httpBasic" }),
  cookie: scheme({ kind: "apiKey", apiKey: { in: "cookie", name: "sid" } }),
  query: scheme({ kind: "apiKey", apiKey: { in: "query", name: "key" } }),
  certificate: scheme({ kind: "x509" }),
} as const;

function isAllowed(
  origin: string | null,
  kind: keyof typeof KINDS,
  policy: ApiDocument["origins"],
  host = "api.example.com",
): boolean {
  const known = KINDS[kind];
  const security: Route["security"] =
    known === null ? [] : [{ schemes: [{ schemeId: "s", scopes: [] }] }];
  const plan = planCredentials(
    { security, tokenPlaces: ["header"] },
    known === null ? {} : { s: known },
  );
  const request: HandshakeRequest = {
    method: "GET",
    httpVersion: "1.1",
    segments: [],
    query: [],
    headers: new Map(origin === null ? [] : [["origin", [origin]]]),
    headerCount: 1,
    host,
    remoteAddress: "",
  };
  try {
    checkOrigin(request, policy, plan);
    return true;
  } catch {
    return false;
  }
}

/** Origins that are not of the host `api.example.com`, however alike. */
const STRANGE = [
  "https://evil.example",
  "https://example.com",
  "https://evil.api.example.com",
  "https://api.example.com.evil.example",
  "https://evilapi.example.com",
  "https://api.example.co",
  "https://api.example.com:8443",
  "https://api.example.com@evil.example",
  "https://evil.example/api.example.com",
  "https://evil.example#api.example.com",
  "https://evil.example?api.example.com",
  "https://evil.example\\api.example.com",
  "https://xn--pi-7ka.example.com",
  "https://аpi.example.com",
  "null",
  "",
  "api.example.com",
  "//api.example.com",
  "https:api.example.com",
  "https:///api.example.com",
  "file://api.example.com",
  "chrome-extension://api.example.com",
  "ws://api.example.com",
  "https://api.example.com https://evil.example",
  "https://api.example.com, https://evil.example",
  "https://api.example.com/path",
] as const;

const SAME = [
  "https://api.example.com",
  "http://api.example.com",
  "HTTPS://API.EXAMPLE.COM",
  "https://api.example.com:443",
  "http://api.example.com:80",
] as const;

describe("a browser's own credentials may be used by pages of the same host only", () => {
  describe.each(["anonymous", "basic", "cookie", "certificate"] as const)("%s", (kind) => {
    test.each(STRANGE)("refused: %s", (origin) => {
      expect(isAllowed(origin, kind, "auto")).toBe(false);
    });

    test.each(SAME)("allowed: %s", (origin) => {
      expect(isAllowed(origin, kind, "auto")).toBe(true);
    });
  });
});

describe("a token that a page must hold may come from any page", () => {
  test.each(["bearer", "query"] as const)("%s", (kind) => {
    expect(isAllowed("https://elsewhere.example", kind, "auto")).toBe(true);
    expect(isAllowed("null", kind, "auto")).toBe(true);
  });
});

describe("a client that is no browser sends no Origin", () => {
  test.each([
    ["anonymous", true],
    ["bearer", true],
    ["basic", true],
    ["cookie", false],
  ] as const)("%s: %s", (kind, want) => {
    expect(isAllowed(null, kind, "auto")).toBe(want);
  });
});

describe("a list allows exactly what it names", () => {
  const list = ["https://app.example", "https://beta.example:8443/"];
  test.each([
    ["https://app.example", true],
    ["https://APP.example", true],
    ["https://app.example:443", true],
    ["https://beta.example:8443", true],
    ["https://beta.example", false],
    ["http://app.example", false],
    ["https://api.example.com", false],
    ["https://sub.app.example", false],
    ["null", false],
  ] as const)("%s: %s", (origin, want) => {
    expect(isAllowed(origin, "bearer", list)).toBe(want);
  });
});

test("any allows any, even without Origin and with a cookie", () => {
  expect(isAllowed("https://evil.example", "cookie", "any")).toBe(true);
  expect(isAllowed(null, "cookie", "any")).toBe(true);
});

/** Whether a route that takes a token in some places, or a cookie, opens for these headers. */
function mixed(
  tokenPlaces: Route["tokenPlaces"],
  headers: Readonly<Record<string, string>>,
  { query = [] as HandshakeRequest["query"], optional = false } = {},
): boolean {
  const security: Route["security"] = [
    { schemes: [{ schemeId: "s", scopes: [] }] },
    ...(optional ? [{ schemes: [] }] : []),
  ];
  const plan = planCredentials({ security, tokenPlaces }, { s: KINDS.bearer });
  const request: HandshakeRequest = {
    method: "GET",
    httpVersion: "1.1",
    segments: [],
    query,
    headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])),
    headerCount: 1,
    host: "api.example.com",
    remoteAddress: "",
  };
  try {
    checkOrigin(request, "auto", plan);
    return true;
  } catch {
    return false;
  }
}

describe("where a token and a cookie would do, the presented one decides", () => {
  const token = { authorization: "Bearer x" };
  const cookie = { cookie: "access_token=x" };
  const elsewhere = { origin: "https://evil.example" };
  const query = [{ name: "access_token", value: "x", raw: "access_token=x" }];

  test("a token in a header, which no page can set", () => {
    expect(mixed(["header", "cookie"], token)).toBe(true);
    expect(mixed(["header", "cookie"], { ...token, ...cookie })).toBe(true);
  });

  test("the cookie, or nothing", () => {
    expect(mixed(["header", "cookie"], cookie)).toBe(false);
    expect(mixed(["header", "cookie"], {})).toBe(false);
    expect(mixed(["header", "cookie"], { ...cookie, ...elsewhere })).toBe(false);
    expect(mixed(["header", "cookie"], { authorization: "Basic dTpw" })).toBe(false);
  });

  test("a token in the query, unless a cookie stands beside it", () => {
    expect(mixed(["query", "cookie"], {}, { query })).toBe(true);
    expect(mixed(["query", "cookie"], cookie, { query })).toBe(false);
    expect(mixed(["query", "cookie"], { ...cookie, ...elsewhere }, { query })).toBe(false);
  });

  test("a route that opens without a token is open to pages of its host only", () => {
    expect(mixed(["header"], elsewhere, { optional: true })).toBe(false);
    expect(mixed(["query"], elsewhere, { query, optional: true })).toBe(false);
    expect(mixed(["header"], {}, { optional: true })).toBe(true);
    expect(mixed(["header"], { ...token, ...elsewhere }, { optional: true })).toBe(true);
  });
});

test("the port of the Host counts", () => {
  expect(isAllowed("http://localhost:3000", "anonymous", "auto", "localhost:8080")).toBe(false);
  expect(isAllowed("http://localhost:8080", "anonymous", "auto", "localhost:8080")).toBe(true);
  expect(isAllowed("http://[::1]:8080", "anonymous", "auto", "[::1]:8080")).toBe(true);
});
