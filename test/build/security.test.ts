import { describe, expect, test } from "vitest";
import type { Route } from "../../generator/model/api.ts";
import { byId, understand, v2, v3 } from "./understand.ts";

const SCHEMES = `
    bearer: {type: http, scheme: bearer}
    key: {type: httpApiKey, in: query, name: key}
    login: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://id.example', scopes: {read: '', write: ''}}}}`;

/** Alternatives of a route, each as the names of its schemes. */
function choices(route: Route | undefined): readonly string[] {
  return (route?.security ?? []).map(({ schemes }) =>
    schemes.map(({ schemeId }) => schemeId).join("+"),
  );
}

describe("security", () => {
  test("2.x: a list is or, the schemes of one requirement are and", async () => {
    const { model } = await understand(
      v2(`
servers: {s: {url: a.example.com, protocol: wss, security: [{bearer: [], key: []}, {login: [read]}]}}
channels: {/a: {publish: {operationId: tell, message: {payload: true}}}}
components: {securitySchemes: {${SCHEMES}}}`),
    );

    expect(choices(model.routes[0])).toEqual(["bearer+key", "login"]);
    expect(byId(model.servers, "s").security[1]?.schemes).toEqual([
      { schemeId: "login", scopes: ["read"] },
    ]);
    expect(byId(model.securitySchemes, "login").scopes).toEqual(["read", "write"]);
  });

  test("what the server needs and what the operations need are needed together", async () => {
    const { model } = await understand(
      v3(`
servers: {s: {host: a.example.com, protocol: wss, security: [{$ref: '#/components/securitySchemes/key'}]}}
channels: {a: {address: /a, messages: {x: {payload: true}}}}
operations: {tell: {action: receive, channel: {$ref: '#/channels/a'}, security: [{$ref: '#/components/securitySchemes/bearer'}, {type: httpApiKey, in: cookie, name: sid}]}}
components: {securitySchemes: {${SCHEMES}}}`),
    );

    expect(choices(model.routes[0])).toEqual(["key+bearer", "key+tell.httpApiKey"]);
    expect(byId(model.operations, "tell").security).toHaveLength(2);
  });

  test("a socket that an operation may use without credentials needs none: the others' are optional", async () => {
    const { model, rules } = await understand(
      v2(`
channels:
  /a:
    publish: {operationId: tell, message: {payload: true}, security: [{bearer: []}]}
    subscribe: {operationId: hear, message: {payload: true}}
components: {securitySchemes: {${SCHEMES}}}`),
    );

    expect(choices(model.routes[0])).toEqual(["", "bearer"]);
    expect(model.routes[0]?.security.map(({ operationIds }) => operationIds)).toEqual([
      undefined,
      ["tell"],
    ]);
    expect(byId(model.operations, "tell").security).toHaveLength(1);
    expect(rules).toEqual(["security-per-operation"]);
  });

  test("optional credentials stand beside the server's, and what the server needs anyway is not optional", async () => {
    const { model, rules } = await understand(
      v3(`
servers: {s: {host: a.example.com, protocol: wss, security: [{$ref: '#/components/securitySchemes/key'}]}}
channels: {a: {address: /a, messages: {x: {payload: true}}}, b: {address: /b, messages: {x: {payload: true}}}}
operations:
  open: {action: receive, channel: {$ref: '#/channels/a'}}
  one: {action: send, channel: {$ref: '#/channels/a'}, security: [{$ref: '#/components/securitySchemes/bearer'}]}
  two: {action: send, channel: {$ref: '#/channels/a'}, security: [{$ref: '#/components/securitySchemes/bearer'}]}
  free: {action: receive, channel: {$ref: '#/channels/b'}}
  same: {action: send, channel: {$ref: '#/channels/b'}, security: [{$ref: '#/components/securitySchemes/key'}]}
components: {securitySchemes: {${SCHEMES}}}`),
    );

    expect(choices(model.routes[0])).toEqual(["key", "key+bearer"]);
    expect(model.routes[0]?.security[1]?.operationIds).toEqual(["one", "two"]);
    expect(choices(model.routes[1])).toEqual(["key"]);
    expect(rules).toEqual(["security-per-operation", "security-per-operation"]);
  });

  test("scopes of the only requirement bind the operation: from the requirement in 2.x, the scheme in 3.x", async () => {
    const old = await understand(
      v2(`
channels: {/a: {publish: {operationId: tell, message: {payload: true}, security: [{login: [write]}]}}}
components: {securitySchemes: {${SCHEMES}}}`),
    );
    const current = await understand(
      v3(`
channels: {a: {address: /a, messages: {x: {payload: true}}}}
operations: {tell: {action: receive, channel: {$ref: '#/channels/a'}, security: [{$ref: '#/components/securitySchemes/login'}], x-framegate: {scopes: [extra]}}}
components: {securitySchemes: {login: {type: oauth2, flows: {implicit: {availableScopes: {read: ''}}}, scopes: [write]}}}`),
    );

    expect(byId(old.model.operations, "tell").scopes).toEqual(["write"]);
    expect(byId(current.model.operations, "tell").scopes).toEqual(["extra", "write"]);
    expect(byId(current.model.securitySchemes, "login").scopes).toEqual(["write", "read"]);
  });

  test.each([
    { given: "{type: http, scheme: Bearer}", kind: "httpBearer", apiKey: null },
    { given: "{type: http, scheme: basic}", kind: "httpBasic", apiKey: null },
    { given: "{type: userPassword}", kind: "httpBasic", apiKey: null },
    {
      given: "{type: httpApiKey, in: header, name: X-Key}",
      kind: "apiKey",
      apiKey: { in: "header", name: "X-Key" },
    },
    {
      given: "{type: httpApiKey, in: query, name: key}",
      kind: "apiKey",
      apiKey: { in: "query", name: "key" },
    },
    {
      given: "{type: httpApiKey, in: cookie, name: sid}",
      kind: "apiKey",
      apiKey: { in: "cookie", name: "sid" },
    },
    { given: "{type: apiKey, in: user}", kind: "apiKey", apiKey: { in: "user", name: "user" } },
    { given: "{type: oauth2}", kind: "oauth2", apiKey: null },
    { given: "{type: openIdConnect}", kind: "openIdConnect", apiKey: null },
    { given: "{type: X509}", kind: "x509", apiKey: null },
    { given: "{type: gssapi}", kind: "other", apiKey: null },
    { given: "{type: http, scheme: digest}", kind: "other", apiKey: null },
  ])("$given is of kind $kind", async ({ given, kind, apiKey }) => {
    const { model, rules } = await understand(
      v3(`servers: {s: {host: a.example.com, protocol: wss, security: [${given}]}}`),
    );

    expect(model.securitySchemes).toMatchObject([{ kind, apiKey }]);
    const told: Readonly<Record<string, string>> = {
      other: "security-scheme-passed-on",
      x509: "security-scheme-x509",
    };
    expect(rules).toEqual(told[kind] === undefined ? [] : [told[kind]]);
  });

  test("a scheme that is not described is an error that names those that are", async () => {
    const { diagnostics } = await understand(
      v2(`
servers: {s: {url: a.example.com, protocol: wss, security: [{baerer: []}]}}
components: {securitySchemes: {${SCHEMES}}}`),
    );

    expect(diagnostics).toMatchObject([
      { rule: "security-scheme", severity: "error", hint: "there are: bearer, key, login" },
    ]);
  });

  test("on a channel it is applied to the operations that have none, with a warning", async () => {
    const { model, rules } = await understand(
      v2(`
channels:
  /a:
    security: [{bearer: []}]
    publish: {operationId: tell, message: {payload: true}}
    subscribe: {operationId: hear, message: {payload: true}, security: [{key: []}]}
components: {securitySchemes: {${SCHEMES}}}`),
    );

    expect(choices(model.routes[0])).toEqual(["bearer", "key"]);
    expect(rules).toContain("security-on-channel");
  });
});

describe("WSO2's extensions", () => {
  const API = (channel: string): string =>
    v2(`
servers: {s: {url: 'ws://b.example.com/v2', protocol: ws}}
channels: {'/rooms/{id}': {parameters: {id: {schema: {type: string}}}, ${channel}}}
components: {securitySchemes: {oauth2: {type: oauth2, flows: {implicit: {scopes: {}}}}}}`);

  test("x-uri-mapping really rewrites the path, query included", async () => {
    const { model } = await understand(API("publish: {x-uri-mapping: '/rooms?room={uri.var.id}'}"));

    expect(model.routes[0]).toMatchObject({
      address: "/rooms/{id}",
      upstreamPath: "/rooms?room={id}",
      upstreamPathIsAbsolute: false,
    });
  });

  test.each([{ given: "[a, b]" }, { given: "'a, b'" }])(
    "x-scopes: $given are scopes",
    async ({ given }) => {
      const { model } = await understand(API(`publish: {operationId: tell, x-scopes: ${given}}`));

      expect(byId(model.operations, "tell").scopes).toEqual(["a", "b"]);
    },
  );

  test.each([
    { type: "Any", want: ["oauth2"] },
    { type: "Application", want: ["oauth2"] },
    { type: "None", want: [] },
  ])("x-auth-type: $type asks for $want", async ({ type, want }) => {
    const { model } = await understand(API(`x-auth-type: ${type}, publish: {}`));

    expect(choices(model.routes[0])).toEqual(want);
  });

  test("x-auth-type: None opens a channel also where its server asks for credentials", async () => {
    const { model } = await understand(
      API("x-auth-type: None, publish: {}").replace(
        "protocol: ws}",
        "protocol: ws, security: [{oauth2: []}]}",
      ),
    );

    expect(choices(model.routes[0])).toEqual([]);
  });

  test("x-auth-type: None leaves what an operation itself asks for", async () => {
    const { model } = await understand(
      API("x-auth-type: None, publish: {security: [{oauth2: []}]}"),
    );

    expect(choices(model.routes[0])).toEqual(["oauth2"]);
  });
});
