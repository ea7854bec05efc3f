import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../helpers/folder.ts";
import { framegate, framegateReading } from "../helpers/framegate-process.ts";
import { runCli } from "../helpers/run-cli.ts";
import { connect } from "../helpers/ws-client.ts";
import { ROOM_DOCUMENT } from "../integration/room-document.ts";

function documentFile(text: string = ROOM_DOCUMENT): string {
  const file = join(temporaryFolder(), "room.yaml");
  writeFileSync(file, text);
  return file;
}

/** Lines of JSON, each parsed. */
function jsonLines(printed: string): readonly unknown[] {
  return printed
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
}

describe("a document from standard input", () => {
  test("is linted, and its findings name it <stdin>", async () => {
    const broken = ROOM_DOCUMENT.replace("action: receive", "action: shout");

    const run = framegateReading(broken, "lint", "-", "--json");

    const report = JSON.parse(await run.printed);
    expect(await run.ended).toBe(1);
    expect(report.findings).toContainEqual(
      expect.objectContaining({ file: "<stdin>", severity: "error" }),
    );
  }, 60_000);

  test("is served, beside a mock of its backend", async () => {
    const run = framegateReading(
      ROOM_DOCUMENT,
      ...["serve", "-", "--mock", "--port=0", "--admin-port=0", "--log-level=error"],
    );
    const url = /listening on (\S+)/.exec(await run.seen("listening on"))?.[1] ?? "";

    const client = await connect(`${url}/room/1.0/rooms/r?name=ada`);

    expect(await client.json()).toEqual({ type: "said", text: "hello from the mock" });
  }, 60_000);

  test("becomes a gateway build", async () => {
    const out = join(temporaryFolder(), "build");

    const run = framegateReading(ROOM_DOCUMENT, "generate", "gateway", "-", "-o", out);

    expect(await run.ended).toBe(0);
    expect(readdirSync(out)).toContain("gateway.mjs");
  }, 60_000);
});

describe("mock --json", () => {
  test("prints where it listens and what happens, one JSON object a line", async () => {
    const run = framegate("mock", documentFile(), "--port=0", "--json");
    const [listening] = jsonLines(await run.seen("\n"));
    const { url } = listening as { readonly url: string };

    const client = await connect(`${url}/v1/rooms/r?name=ada`);
    await client.json();
    client.send({ type: "ask", id: "q" });
    await client.json();
    await run.seen('"messageId":"ask"');
    run.child.kill("SIGTERM");

    const lines = jsonLines(await run.printed);
    expect(await run.ended).toBe(0);
    expect(lines[0]).toEqual({ event: "listening", url: expect.stringMatching(/^ws:\/\/127/) });
    expect(lines.slice(1)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ event: "opened" }),
        expect.objectContaining({ event: "sent", messageId: "said" }),
        expect.objectContaining({ event: "accepted", messageId: "ask" }),
        expect.objectContaining({ event: "sent", messageId: "told" }),
      ]),
    );
  }, 60_000);
});

describe("generate gateway --dry-run", () => {
  test("lists what would be written, and writes nothing", async () => {
    const out = join(temporaryFolder(), "build");
    const argv = ["generate", "gateway", documentFile(), "-o", out, "--dry-run"];

    const people = await runCli(...argv);
    const machines = await runCli(...argv, "--json");

    expect([people.code, machines.code, existsSync(out)]).toEqual([0, 0, false]);
    expect(people.stdout).toContain(`would write ${join(out, "gateway.mjs")}\n`);
    expect(JSON.parse(machines.stdout)).toEqual({
      folder: out,
      changed: expect.arrayContaining(["gateway.mjs", "package.json"]),
      unchanged: [],
      findings: [],
      errors: 0,
      warnings: 0,
    });
  });

  test("lists nothing where the folder is as it should be", async () => {
    const out = join(temporaryFolder(), "build");
    const argv = ["generate", "gateway", documentFile(), "-o", out];
    await runCli(...argv);

    const { code, stdout } = await runCli(...argv, "--dry-run");

    expect([code, stdout]).toEqual([0, "9 of 9 files are up to date\n"]);
  });
});

describe("lint --reference", () => {
  test("merges what @asyncapi/parser finds, at the author's lines, and fails for its errors", async () => {
    const file = documentFile(`asyncapi: 3.0.0
info:
  title: T
  version: '1'
  tags: [{ name: chat }, { name: chat }]
servers: { main: { host: a.example, protocol: wss } }
channels:
  room: { address: /room, messages: { say: { payload: { type: string } } } }
operations:
  say: { action: receive, channel: { $ref: '#/channels/room' } }
`);

    const alone = await runCli("lint", file, "--json");
    const both = await runCli("lint", file, "--json", "--reference");

    const { findings } = JSON.parse(both.stdout);
    expect([alone.code, both.code]).toEqual([0, 1]);
    expect(alone.stdout).not.toContain("reference/");
    expect(findings).toContainEqual(
      expect.objectContaining({
        rule: "reference/asyncapi-document-resolved",
        severity: "error",
        file,
        line: 5,
      }),
    );
  }, 90_000);
});
