import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../helpers/folder.ts";
import { runCli } from "../helpers/run-cli.ts";
import { ROOM_DOCUMENT } from "../integration/room-document.ts";

function documentFile(text: string = ROOM_DOCUMENT): string {
  const file = join(temporaryFolder(), "room.yaml");
  writeFileSync(file, text);
  return file;
}

const BROKEN = `asyncapi: 3.0.0
info: { title: Broken, version: 1.0.0 }
channels:
  room: { address: 5, messages: { say: { $ref: '#/components/messages/nowhere' } } }
operations:
  say: { action: shout, channel: { $ref: '#/channels/room' } }
`;

describe("lint", () => {
  test("a good document has no findings and exits 0", async () => {
    const { code, stdout, stderr } = await runCli("lint", documentFile());

    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("no findings");
  });

  test("every problem of a broken document is shown in a code frame, exit 1, no stack", async () => {
    const { code, stdout, stderr } = await runCli("lint", documentFile(BROKEN));

    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).toMatch(/room\.yaml:4:\d+ error/);
    expect(stdout).toMatch(/room\.yaml:6:\d+ error/);
    expect(stdout).toContain("^^^");
    expect(stdout).not.toMatch(/\n\s+at /);
  });

  test("--format json is one JSON document and nothing else", async () => {
    const { code, stdout } = await runCli("lint", documentFile(BROKEN), "--format", "json");

    const report: { findings: object[]; errors: number } = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(report.errors).toBeGreaterThan(1);
    expect(Object.keys(report.findings[0] ?? {})).toEqual([
      "rule",
      "severity",
      "message",
      "hint",
      "file",
      "line",
      "column",
      "pointer",
    ]);
  });

  test("--fail-on never exits 0 whatever is found", async () => {
    expect((await runCli("lint", documentFile(BROKEN), "--fail-on", "never")).code).toBe(0);
  });
});

describe("read", () => {
  test("prints routes, messages, what tells them apart and decisions", async () => {
    const { code, stdout } = await runCli("read", documentFile());

    expect(code).toBe(0);
    expect(stdout).toContain("ws://localhost:8080/room/1.0/rooms/{roomId}");
    expect(stdout).toContain("ws://backend.invalid/v1/rooms/{roomId}");
    expect(stdout).toMatch(/told +\w+ json +answers ask/);
    expect(stdout).toContain("perspective = server");
  });

  test("--write records the decisions in an overlay that is honoured from then on", async () => {
    const file = documentFile();

    const written = await runCli("read", file, "--write");
    const overlay = `${file}.framegate.yaml`;
    const kept = readFileSync(overlay, "utf8");
    writeFileSync(overlay, kept.replace('perspective: "server"', 'perspective: "client"'));
    const { perspective } = JSON.parse((await runCli("read", file, "--json")).stdout);

    expect(written.code).toBe(0);
    expect(kept).toContain('perspective: "server"');
    expect(perspective).toBe("client");
  });

  test("--write keeps what an overlay holds and adds only what it lacks", async () => {
    const file = documentFile();
    const overlay = `${file}.framegate.yaml`;
    writeFileSync(overlay, "# ours\nx-framegate:\n  context: /ours # agreed\n");

    const first = await runCli("read", file, "--write");
    const text = readFileSync(overlay, "utf8");
    const second = await runCli("read", file, "--write");

    expect(text).toContain("# ours\nx-framegate:\n  context: /ours # agreed\n");
    expect(text).toContain('perspective: "server"');
    expect(first.stdout).toMatch(/: [1-9]\d* decisions added, 0 kept as they were\n$/);
    expect(second.stdout).toMatch(/: 0 decisions added, \d+ kept as they were\n$/);
    expect(readFileSync(overlay, "utf8")).toBe(text);
  });

  test("says of an operation without messages that anything passes", async () => {
    const file = documentFile(`asyncapi: 2.6.0
info: { title: Open, version: "1" }
servers: { k: { url: a.invalid, protocol: ws } }
channels: { /x: { publish: {} } }
`);

    const { stdout } = await runCli("read", file);
    const { routes } = JSON.parse((await runCli("read", file, "--json")).stdout);

    expect(stdout).toMatch(/client → server {2}anything\n +server → client {2}nothing\n/);
    expect(routes[0].anything).toEqual({ clientToServer: true, serverToClient: false });
  });

  test.each([
    ["read", ["read", "--json"]],
    ["generate gateway", ["generate", "gateway", "--json"]],
  ])("--json of %s is one JSON document for a broken one too", async (_, argv) => {
    const broken = documentFile(ROOM_DOCUMENT.replace("action: receive", "action: shout"));
    const unread = documentFile("asyncapi: [\n");

    for (const file of [broken, unread]) {
      const { code, stdout, stderr } = await runCli(...argv, file);
      const { findings, errors } = JSON.parse(stdout);

      expect(code).toBe(1);
      expect(errors).toBeGreaterThan(0);
      expect(findings[0]).toMatchObject({ severity: "error", file: expect.stringMatching(/room/) });
      expect(stderr).toBe("");
    }
  });

  test("a misspelt key of the overlay is a finding at the overlay's line", async () => {
    const file = documentFile();
    writeFileSync(`${file}.framegate.yaml`, "x-framegate:\n  perspectiv: client\n");

    const { stdout } = await runCli("lint", file, "--fail-on", "info");

    expect(stdout).toContain("room.yaml.framegate.yaml:2:");
  });
});

describe("generate gateway", () => {
  test("writes a build; again, nothing changes; --check agrees", async () => {
    const file = documentFile();
    const out = join(temporaryFolder(), "build");

    const first = await runCli("generate", "gateway", file, "-o", out);
    const program = readFileSync(join(out, "gateway.mjs"), "utf8");
    const second = await runCli("generate", "gateway", file, "-o", out);
    const check = await runCli("generate", "gateway", file, "-o", out, "--check");

    expect([first.code, second.code, check.code]).toEqual([0, 0, 0]);
    expect(second.stdout).toBe("9 of 9 files are up to date\n");
    expect(readFileSync(join(out, "gateway.mjs"), "utf8")).toBe(program);
  });

  test("--check lists what differs, writes nothing and exits 1", async () => {
    const file = documentFile();
    const out = join(temporaryFolder(), "build");
    await runCli("generate", "gateway", file, "-o", out);
    writeFileSync(join(out, "README.md"), "mine");

    const { code, stdout } = await runCli("generate", "gateway", file, "-o", out, "--check");

    expect(code).toBe(1);
    expect(stdout).toContain(`differs ${join(out, "README.md")}`);
    expect(readFileSync(join(out, "README.md"), "utf8")).toBe("mine");
  });

  test("a file of the user's in the way is named and stays, also for --dry-run, exit 2", async () => {
    const out = temporaryFolder();
    writeFileSync(join(out, "package.json"), "mine");
    const argv = ["generate", "gateway", documentFile(), "-o", out];

    const runs = [await runCli(...argv, "--dry-run"), await runCli(...argv)];

    for (const { code, stderr } of runs) {
      expect(code).toBe(2);
      expect(stderr).toMatch(
        /^framegate: ".*" holds files .* did not write: "package\.json"; .*\n$/,
      );
    }
    expect(readdirSync(out)).toEqual(["package.json"]);
  });

  test("--dry-run writes nothing", async () => {
    const out = join(temporaryFolder(), "build");

    const { code } = await runCli("generate", "gateway", documentFile(), "-o", out, "--dry-run");

    expect([code, existsSync(out)]).toEqual([0, false]);
  });

  test("hooks that do not compile are one sentence with line and column, exit 2", async () => {
    const out = join(temporaryFolder(), "build");
    const file = documentFile();
    await runCli("generate", "gateway", file, "-o", out);
    writeFileSync(join(out, "hooks.ts"), "export const hooks = {\n  onClose( };\n");

    const { code, stderr } = await runCli("generate", "gateway", file, "-o", out);

    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^framegate: hooks ".*hooks\.ts" do not compile: line 2, column \d+: .+\n$/,
    );
  });

  test("an empty output folder, as of a variable that is not set, writes nothing, exit 2", async () => {
    const { code, stderr } = await runCli("generate", "gateway", documentFile(), "-o", "");

    expect(code).toBe(2);
    expect(stderr).toBe('framegate: --out is "", expected a folder; "." is the one you are in\n');
  });

  test("hooks that are a pipe are refused without waiting for a writer, exit 2", async () => {
    const out = temporaryFolder();
    execFileSync("mkfifo", [join(out, "hooks.ts")]);

    const { code, stderr } = await runCli("generate", "gateway", documentFile(), "-o", out);

    expect(code).toBe(2);
    expect(stderr).toMatch(/^framegate: cannot read ".*hooks\.ts": it is no file\n$/);
  });

  test("an output folder that cannot be written is one sentence, exit 2", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "taken"), "");

    const { code, stderr } = await runCli(
      "generate",
      "gateway",
      documentFile(),
      "-o",
      join(folder, "taken"),
    );

    expect(code).toBe(2);
    expect(stderr).toMatch(/^framegate: cannot write ".*": a file stands where .*\n$/);
  });

  test("a broken document writes nothing and exits 1", async () => {
    const out = join(temporaryFolder(), "build");

    const { code, stderr } = await runCli("generate", "gateway", documentFile(BROKEN), "-o", out);

    expect([code, existsSync(out)]).toEqual([1, false]);
    expect(stderr).toContain("error");
  });
});
