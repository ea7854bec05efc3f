import { describe, expect, test } from "vitest";
import {
  overrideBackends,
  parseBackendUrl,
  printableUrl,
  resolveBackend,
  variableEnvironmentName,
} from "../../runtime/backends/backend-url.ts";
import { backend } from "../helpers/api-document.ts";

const NOTHING = { overrides: {}, variables: {} };
const regional = backend({
  url: "wss://{region}.example.com:{port}/v1",
  variables: [
    { name: "region", defaultValue: "eu", allowed: ["eu", "us"] },
    { name: "port", defaultValue: null, allowed: [] },
  ],
});

test("server variables are filled in, a given value before the default", () => {
  const settings = { overrides: {}, variables: { port: "8443" } };

  expect(resolveBackend(regional, settings).url.href).toBe("wss://eu.example.com:8443/v1");
});

test("a variable without a value names the flag and the environment variable", () => {
  expect(() => resolveBackend(regional, NOTHING)).toThrow(
    'server variable "port" of wss://{region}.example.com:{port}/v1 has no value; ' +
      "give one with --var port=<value> or FRAMEGATE_VAR_PORT",
  );
});

test("a variable must have one of the values that the document allows", () => {
  const variables = { region: "moon", port: "1" };

  expect(() => resolveBackend(regional, { overrides: {}, variables })).toThrow(
    'server variable "region" is "moon", expected one of "eu", "us"',
  );
});

test("a variable named like a member of every object has no value by itself", () => {
  const hostile = backend({ url: "wss://{constructor}.example.com", variables: [] });

  expect(() => resolveBackend(hostile, NOTHING)).toThrow('server variable "constructor"');
});

test("an override takes the place of the document's URL in its environment only", () => {
  const settings = { overrides: { sandbox: "ws://127.0.0.1:9000/x" }, variables: { port: "1" } };

  const sandbox = resolveBackend({ ...regional, environment: "sandbox" }, settings);
  const production = resolveBackend(regional, settings);

  expect(sandbox.url.href).toBe("ws://127.0.0.1:9000/x");
  expect(production.url.host).toBe("eu.example.com:1");
});

test("an API without servers is served by the overrides, production first", () => {
  const overrides = { sandbox: "ws://s", production: "ws://p" };

  const backends = overrideBackends({ overrides, variables: {} });

  expect(backends.map(({ environment, url }) => [environment, url.href])).toEqual([
    ["production", "ws://p/"],
    ["sandbox", "ws://s/"],
  ]);
});

describe("a backend's URL", () => {
  test.each([
    ["http://a/b", "ws://a/b"],
    ["https://a:8443", "wss://a:8443/"],
    ["ws://a", "ws://a/"],
    ["wss://a/b?c=d", "wss://a/b?c=d"],
  ])("%s is %s", (text, href) => {
    expect(parseBackendUrl(text).href).toBe(href);
  });

  test.each(["", "nonsense", "ftp://a", "mqtt://a", "javascript:alert(1)", "ws://a#b", "ws://"])(
    "%j is refused",
    (text) => {
      expect(() => parseBackendUrl(text)).toThrow(`backend URL "${text}" is`);
    },
  );
});

test("a URL for people holds no password and no query", () => {
  expect(printableUrl(new URL("wss://user:canary@a/b?token=canary"))).toBe("wss://a/b");
});

test("the environment variable of a server variable is upper snake case", () => {
  expect(variableEnvironmentName("base-path.v2")).toBe("FRAMEGATE_VAR_BASE_PATH_V2");
});
