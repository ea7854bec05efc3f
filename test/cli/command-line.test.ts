import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { VERBS } from "../../generator/cli/verbs.ts";
import { packageVersion } from "../../generator/render/core-files.ts";
import { temporaryFolder } from "../helpers/folder.ts";
import { runCli } from "../helpers/run-cli.ts";
import { ROOM_DOCUMENT } from "../integration/room-document.ts";

function documentFile(text: string = ROOM_DOCUMENT): string {
  const file = join(temporaryFolder(), "room.yaml");
  writeFileSync(file, text);
  return file;
}

describe("mock", () => {
  for (const [option, value, expected] of [
    ["--port", "x", "0 to 65535"],
    ["--port", "70000", "0 to 65535"],
    ["--interval", "x", "1 to 900000"],
    ["--interval", "0", "1 to 900000"],
    ["--delay", "-5", "0 to 900000"],
  ] as const) {
    test(`${option} ${value} is one sentence that says what is expected, exit 2`, async () => {
      const { code, stderr } = await runCli("mock", documentFile(), option, value);

      const sentence = `${option} is "${value}", expected a whole number from ${expected}`;
      expect([code, stderr]).toEqual([2, `framegate: ${sentence}\n`]);
    });
  }
});

describe("a document without a route", () => {
  const empty = 'asyncapi: 3.0.0\ninfo: { title: Empty, version: "1" }\n';
  const kafka = `${empty}servers: { k: { host: a.invalid, protocol: kafka } }
channels: { a: { address: a, messages: { m: { payload: { type: string } } } } }
`;

  for (const verb of [["serve"], ["mock"], ["generate", "gateway"]]) {
    test(`is refused by ${verb.join(" ")} with the reason, exit 2`, async () => {
      const file = documentFile(empty);

      const { code, stderr } = await runCli(...verb, file);

      const what = `framegate: "${file}" has no channel that is reachable over a WebSocket`;
      expect([code, stderr]).toEqual([2, `${what}: it describes no channel\n`]);
    });
  }

  test("has a warning of lint that says so", async () => {
    const { code, stdout } = await runCli("lint", documentFile(empty));

    expect(code).toBe(0);
    expect(stdout).toContain("the document describes no channel");
  });

  test("because its servers speak something else is told so", async () => {
    const { code, stderr } = await runCli("serve", documentFile(kafka));

    expect(code).toBe(2);
    expect(stderr).toContain("its servers speak other protocols than ws and wss\n");
  });
});

describe("a command line", () => {
  test("without a document says what is missing, exit 2", async () => {
    const { code, stderr } = await runCli("lint");

    expect(code).toBe(2);
    expect(stderr).toContain("lint needs <document...>");
  });

  for (const [argv, sentence] of [
    [[], "say what to do: lint, read, explain, serve, mock, generate gateway, generate client"],
    [["generate"], "say what to generate: gateway, client"],
    [["generate", "gatway"], '"gatway" is not known, but "gateway" is'],
    [["read", "a.yaml", "b.yaml"], "read takes only <document>"],
    [["serve", "a.yaml", "--port"], "--port needs a value"],
    [["generate", "gateway", "a.yaml", "-o"], "-o needs a value"],
    [["mock"], "mock needs <document>"],
  ] as const) {
    test(`${JSON.stringify(argv)} is answered by one sentence, exit 2`, async () => {
      const { code, stderr } = await runCli(...argv);

      const help = "framegate --help shows what there is";
      expect([code, stderr]).toEqual([2, `framegate: ${sentence}; ${help}\n`]);
    });
  }

  test("-v prints the version", async () => {
    const { code, stdout } = await runCli("-v");

    expect([code, stdout]).toEqual([0, `${packageVersion()}\n`]);
  });

  test("with a misspelt verb suggests the right one, exit 2", async () => {
    const { code, stderr } = await runCli("lnt", "x.yaml");

    expect(code).toBe(2);
    expect(stderr).toBe(
      'framegate: "lnt" is not known, but "lint" is; framegate --help shows what there is\n',
    );
  });

  test("with an unknown option names it, exit 2", async () => {
    const { code, stderr } = await runCli("lint", documentFile(), "--formt", "json");

    expect(code).toBe(2);
    expect(stderr).toMatch(/^framegate: unknown option "--formt"; .*\n$/);
  });

  test("with a value that an option does not have names the choices, exit 2", async () => {
    const { code, stderr } = await runCli("lint", documentFile(), "--format", "xml");

    expect(code).toBe(2);
    expect(stderr).toBe('framegate: --format is "xml", expected one of "stylish", "json"\n');
  });

  test("naming a file that is not there is one sentence, exit 2", async () => {
    const { code, stderr } = await runCli("lint", "/nowhere/chat.yaml");

    expect(code).toBe(2);
    expect(stderr).toMatch(/^framegate: cannot read "\/nowhere\/chat\.yaml": .*\n$/);
  });

  test("--help lists every verb, and each verb's help has an example", async () => {
    const { code, stdout } = await runCli("--help");

    expect(code).toBe(0);
    for (const name of Object.keys(VERBS)) {
      const [first = ""] = name.split(" ");
      expect(stdout).toContain(`framegate ${first}`);
      expect(stdout).not.toContain("words");
      const help = await runCli(...name.split(" "), "--help");
      expect(help.stdout).toContain("Examples:");
      expect(help.stdout).toContain(`framegate ${name}`);
    }
  });

  test("completion prints a script for the shell", async () => {
    const { code, stdout } = await runCli("completion");

    expect(code).toBe(0);
    expect(stdout).toContain("framegate");
    expect(stdout).toContain("compl");
  });
});
