import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { installPackage, sizeOf, type InstalledPackage } from "./installed-package.ts";

const MEGABYTE = 1_000_000;

const root = mkdtempSync(join(tmpdir(), "framegate-package-"));
const children: ChildProcess[] = [];
let installed: InstalledPackage;

beforeAll(() => {
  installed = installPackage(root);
}, 300_000);

afterAll(() => {
  children.forEach((child) => child.kill("SIGKILL"));
  rmSync(root, { recursive: true, force: true });
}, 60_000);

/** The command as a script of the user's own package would find it. */
const COMMAND = join("node_modules", ".bin", "framegate");

function framegate(...args: readonly string[]): string {
  return execFileSync(COMMAND, args, { cwd: installed.folder, encoding: "utf8" });
}

/** Starts a server and gives the first `ws://…` URL that it prints. */
async function started(command: string, ...args: readonly string[]): Promise<string> {
  const child = spawn(command, args, {
    cwd: installed.folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1" },
  });
  children.push(child);
  const lines: string[] = [];
  const url = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        lines.push(line);
        const [found] = /ws:\/\/[\w.[\]:]+/.exec(line) ?? [];
        if (found !== undefined) resolve(found);
      });
    }
    child.on("exit", () => reject(new Error(`${args.join(" ")} ended: ${lines.join("\n")}`)));
  });
  return url;
}

describe("the packed package in an empty folder", () => {
  test("holds what it needs and nothing of the tests", () => {
    const folders = new Set(installed.files.map((file) => file.split("/")[0]));

    expect(installed.files).toContain("LICENSE");
    expect(installed.files).toContain("NOTICE");
    expect(installed.files).toContain("specs/x-framegate.schema.json");
    expect([...folders].toSorted()).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "NOTICE",
      "README.md",
      "bin",
      "dist",
      "package.json",
      "specs",
      "templates",
    ]);
  });

  test("brings no package that runs a script when it is installed, but esbuild", () => {
    const text = readFileSync(join(installed.folder, "package-lock.json"), "utf8");
    const lock = JSON.parse(text) as { packages: Record<string, { hasInstallScript?: boolean }> };
    const running = Object.entries(lock.packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([name]) => name.replace(/^.*node_modules\//, ""));

    expect(running.filter((name) => name !== "fsevents")).toEqual(["esbuild"]);
  });

  test("says of lint --reference what it needs besides", () => {
    const document = "node_modules/framegate/specs/chat.yaml";
    const run = spawnSync(COMMAND, ["lint", "--reference", document], {
      cwd: installed.folder,
      encoding: "utf8",
    });

    expect([run.status, run.stderr]).toEqual([
      2,
      "framegate: --reference asks @asyncapi/parser, which is not installed; " +
        "add it beside framegate: npm install --save-dev @asyncapi/parser@3.6.3\n",
    ]);
  });

  test("stays within 110 MB and 250 packages, all dependencies included", () => {
    const { packages, bytes } = sizeOf(installed.folder);
    console.info(`installed: ${Math.round(bytes / MEGABYTE)} MB in ${packages} packages`);

    expect(packages).toBeLessThanOrEqual(250);
    expect(bytes).toBeLessThanOrEqual(110 * MEGABYTE);
  });

  test("tells its version to npx", () => {
    const manifest = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    const options = { cwd: installed.folder, encoding: "utf8" } as const;
    const version = execFileSync("npx", ["--no-install", "framegate", "--version"], options);

    expect(version.trim()).toBe(manifest.version);
  });

  test.each(["chat", "market-data", "telemetry"])("finds nothing wrong with %s.yaml", (name) => {
    const document = `node_modules/framegate/specs/${name}.yaml`;
    const report = JSON.parse(framegate("lint", document, "--json")) as { findings: unknown[] };

    expect(report.findings).toEqual([]);
  });

  test("exports what its manifest says, with types", async () => {
    const manifest = JSON.parse(
      readFileSync(join(installed.folder, "node_modules/framegate/package.json"), "utf8"),
    ) as { exports: Record<string, string | Record<string, string>> };
    const named = Object.values(manifest.exports).flatMap((entry) =>
      typeof entry === "string" ? [entry] : Object.values(entry),
    );
    const missing = named.filter((file) => !installed.files.includes(file.replace("./", "")));

    expect(missing).toEqual([]);
  });

  test("is packed as publint asks", async () => {
    const pkgDir = join(installed.folder, "node_modules/framegate");
    const { messages } = await publint({ pkgDir, strict: true });

    expect(messages).toEqual([]);
  });

  test("generates a gateway that runs without it and forwards a declared frame", async () => {
    const document = "node_modules/framegate/specs/chat.yaml";
    framegate("generate", "gateway", document, "-o", "build");
    const backend = await started(COMMAND, "mock", document, "--port", "0");
    const override = ["--backend", `production=${backend}`];
    const gateway = await started(
      "node",
      "build/gateway.mjs",
      ...["--port", "0", "--admin-port", "0", "--workers", "1", ...override],
    );
    const socket = new WebSocket(`${gateway}/chat/1.0/rooms/lobby?name=ada`);
    const replies: string[] = [];
    socket.on("message", (data) => replies.push(String(data)));
    await once(socket, "open");
    socket.send('{"type":"say","id":"r77","text":"Hello"}');
    while (!replies.some((reply) => reply.includes("r77"))) await once(socket, "message");
    socket.close();

    expect(replies.find((reply) => reply.includes("r77"))).toContain('"delivered"');
    expect(readdirSync(join(installed.folder, "build"))).not.toContain("node_modules");
  }, 60_000);
});
