import { describe, expect, test } from "vitest";
import { FLAG_SPECS, readFlags } from "../../runtime/options/flags.ts";
import { helpText } from "../../runtime/options/help.ts";
import { variablesFromEnvironment } from "../../runtime/options/variables.ts";
import { apiDocument, backend } from "../helpers/api-document.ts";

test("without flags and environment the defaults hold", () => {
  expect(readFlags([], {}, 4)).toEqual({
    host: "::",
    port: 8080,
    workers: 4,
    adminHost: "127.0.0.1",
    adminPort: 9090,
    backends: {},
    variables: {},
    halfOpen: 2000,
    observe: false,
    logLevel: "info",
    help: false,
    version: false,
  });
});

test("every flag has an environment variable, and the flag wins", () => {
  const env = {
    FRAMEGATE_HOST: "0.0.0.0",
    FRAMEGATE_PORT: "1",
    FRAMEGATE_WORKERS: "2",
    FRAMEGATE_ADMIN_HOST: "::1",
    FRAMEGATE_ADMIN_PORT: "3",
    FRAMEGATE_BACKEND_PRODUCTION: "ws://env",
    FRAMEGATE_BACKEND_SANDBOX: "ws://sandbox",
    FRAMEGATE_HALF_OPEN: "7",
    FRAMEGATE_OBSERVE: "true",
    FRAMEGATE_LOG_LEVEL: "debug",
  };

  const flags = readFlags(["--port=9", "--backend", "production=ws://flag?a=b"], env, 4);

  expect(flags).toMatchObject({
    host: "0.0.0.0",
    port: 9,
    workers: 2,
    adminHost: "::1",
    adminPort: 3,
    backends: { production: "ws://flag?a=b", sandbox: "ws://sandbox" },
    halfOpen: 7,
    observe: true,
    logLevel: "debug",
  });
});

describe("what is not understood is one sentence", () => {
  test.each<[readonly string[], Record<string, string>, string]>([
    [["--prot", "1"], {}, 'unknown option "--prot"'],
    [["extra"], {}, 'unexpected argument "extra"'],
    [["--port"], {}, 'option "--port <value>" argument missing'],
    [["--port", "x"], {}, '--port is "x", expected a whole number from 0 to 65535'],
    [["--port", "65536"], {}, '--port is "65536"'],
    [["--port=-1"], {}, '--port is "-1"'],
    [["--workers", "0"], {}, '--workers is "0", expected a whole number from 1 to 512'],
    [["--log-level", "loud"], {}, '--log-level is "loud", expected one of silent, fatal'],
    [["--backend", "ws://a"], {}, '--backend is "ws://a", expected <production|sandbox>=<value>'],
    [["--backend", "staging=ws://a"], {}, '--backend is "staging=ws://a"'],
    [["--var", "region"], {}, '--var is "region", expected <name>=<value>'],
    [[], { FRAMEGATE_PORT: "http" }, '--port is "http"'],
    [[], { FRAMEGATE_OBSERVE: "toString" }, '--observe is "toString", expected true or false'],
  ])("%j with %j", (argv, env, message) => {
    expect(() => readFlags(argv, env, 1)).toThrow(message);
  });
});

test("server variables come from the environment where no flag gives them", () => {
  const variables = ["region", "base-path"].map((name) => ({
    name,
    defaultValue: null,
    allowed: [],
  }));
  const env = { FRAMEGATE_VAR_REGION: "eu", FRAMEGATE_VAR_BASE_PATH: "v1", FRAMEGATE_VAR_X: "x" };
  const api = apiDocument({ backends: [backend({ variables })] });

  expect(variablesFromEnvironment([api], { region: "us" }, env)).toEqual({
    region: "us",
    "base-path": "v1",
  });
});

test("the help names every flag and its environment variable", () => {
  const text = helpText(apiDocument());

  for (const { flag, environment } of FLAG_SPECS) {
    expect(text).toContain(`--${flag}`);
    expect(text).toContain(environment);
  }
});
