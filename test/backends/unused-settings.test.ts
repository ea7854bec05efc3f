import { expect, test } from "vitest";
import { resolveBackend } from "../../runtime/backends/backend-url.ts";
import { refuseUnusedSettings } from "../../runtime/backends/unused-settings.ts";
import { backend } from "../helpers/api-document.ts";

const declared = backend({
  environment: "sandbox",
  url: "wss://{region}.example.com:{port}",
  variables: [{ name: "region", defaultValue: "eu", allowed: [] }],
});

function check(
  overrides: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>>,
  of = declared,
): void {
  const serving = resolveBackend(of, { overrides: { sandbox: "ws://b" }, variables: {} });
  refuseUnusedSettings([{ backends: [of] }], [serving], { overrides, variables });
}

test("a setting that some backend takes is accepted", () => {
  expect(() => check({ sandbox: "ws://b" }, { region: "us", port: "1" })).not.toThrow();
  expect(() => check({}, {})).not.toThrow();
});

test("an override of an environment that serves no route is refused", () => {
  expect(() => check({ production: "ws://b" }, {})).toThrow(
    '--backend "production" changes nothing: the backends that serve are of sandbox',
  );
  expect(() => check({ production: "ws://b", sandbox: "ws://b" }, {})).toThrow("--backend");
});

test("a variable that no server has is refused, also one named like a member of every object", () => {
  expect(() => check({}, { typo: "1" })).toThrow(
    '--var "typo" changes nothing: no server has such a variable, there is "region", "port"',
  );
  expect(() => check({}, { constructor: "1" })).toThrow('--var "constructor" changes nothing');
});

test("where servers have no variables, the refusal says so", () => {
  const plain = { ...declared, url: "wss://b", variables: [] };

  expect(() => check({}, { region: "eu" }, plain)).toThrow("the servers have none");
});
