import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { ErrorLines } from "../../runtime/observe/error-lines.ts";
import { temporaryFolder } from "../helpers/folder.ts";

const SOURCE = new URL("../../runtime/observe/error-lines.ts", import.meta.url).href;
const MAIN = fileURLToPath(new URL("../helpers/framegate-main.ts", import.meta.url));

const DOCUMENT = JSON.stringify({
  asyncapi: "3.0.0",
  info: { title: "Chat", version: "1.0.0" },
  servers: { production: { host: "127.0.0.1:9", protocol: "ws" } },
  channels: { room: { address: "/room", messages: { say: { payload: { type: "object" } } } } },
  operations: { say: { action: "receive", channel: { $ref: "#/channels/room" } } },
});

/** A file that is open for reading only takes no lines, as little as a disk that is full. */
function opened(flags: "r" | "w"): { readonly fd: number; readonly text: () => string } {
  const file = join(temporaryFolder(), "log");
  writeFileSync(file, "");
  const fd = openSync(file, flags);
  onTestFinished(() => closeSync(fd));
  return { fd, text: () => readFileSync(file, "utf8") };
}

test("lines are written in order, those too that come while others are being written", async () => {
  const { fd, text } = opened("w");
  const lines = new ErrorLines(fd);
  const some = Array.from({ length: 1000 }, (_, index) => `line ${index} é\n`);

  for (const line of some.slice(0, 500)) lines.write(line);
  await new Promise((resolve) => setImmediate(resolve));
  for (const line of some.slice(500)) lines.write(line);
  await lines.flush();

  expect(text()).toBe(some.join(""));
});

test("lines that are not taken in time are lost beyond 4 Mi characters", async () => {
  const { fd, text } = opened("w");
  const lines = new ErrorLines(fd);
  const line = `${"x".repeat(1023)}\n`;

  lines.write("first\n");
  for (let n = 0; n < 5000; n += 1) lines.write(line);
  await lines.flush();

  expect(text()).toBe(`first\n${line.repeat(4096)}`);
});

test("where nobody takes lines, they are lost, and the end does not wait for them", async () => {
  const lines = new ErrorLines(opened("r").fd);

  lines.write("one\n");
  lines.write("two\n");

  await expect(lines.flush()).resolves.toBeUndefined();
});

test("what waits when a process ends is written all the same", async () => {
  const code = `import { errorLines } from ${JSON.stringify(SOURCE)};
    errorLines.write("last\\n"); errorLines.write("words\\n"); process.exit(3);`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code]);
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));

  const [exitCode]: readonly unknown[] = await once(child, "close");

  expect([exitCode, said.split("\n").toSorted()]).toEqual([3, ["", "last", "words"]]);
});

test("a gateway whose log takes no lines serves on, and ends when it is told to", async () => {
  const document = join(temporaryFolder(), "chat.json");
  writeFileSync(document, DOCUMENT);
  const argv = ["--import", "tsx", MAIN, "serve", document, "--port", "0"];
  const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", opened("r").fd] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = once(child, "exit");
  const url = await urlOf(child.stdout);

  const statuses: number[] = [];
  for (let n = 0; n < 3; n += 1) statuses.push((await fetch(`${url}/nowhere`)).status);
  child.kill("SIGTERM");

  expect([statuses, await ended]).toEqual([
    [404, 404, 404],
    [0, null],
  ]);
}, 20_000);

/** Where a gateway says that it listens. */
async function urlOf(output: NodeJS.ReadableStream | null): Promise<string> {
  let said = "";
  for await (const chunk of output ?? []) {
    said += String(chunk);
    const port = /listening on ws:\/\/localhost:(\d+)/.exec(said)?.[1];
    if (port !== undefined) return `http://127.0.0.1:${port}`;
  }
  throw new Error(`it does not listen: ${said}`);
}
