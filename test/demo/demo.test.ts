import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { SCENES } from "../../scripts/demo/scenes.ts";

/** Runs `npm start` as CI does: no terminal, no colours, a free port. */
async function play(): Promise<{ readonly output: string; readonly code: number | null }> {
  const child = spawn("tsx", ["scripts/demo/main.ts"], {
    env: { ...process.env, CI: "true", NO_COLOR: "1", PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  return { output: await text(child.stdout), code: await ended };
}

test("without a terminal the demo plays one round and ends well", async () => {
  const { output, code } = await play();

  expect(code).toBe(0);
  expect(output).toMatch(/npx wscat -c 'ws:\/\/localhost:\d+\/chat\/1\.0\/rooms\/lobby\?name=you'/);
  for (const { title } of SCENES) expect(output).toContain(title);
  expect(output).toContain("✗ PARAMETERS_INVALID no connection");
  expect(output).toMatch(/✓ say to the backend, 39 bytes\n.*✓ delivered to the client/);
  expect(output).toContain("/text of say is an integer, expected a string");
  expect(output).toContain("✗ MESSAGE_UNKNOWN from the backend, dropped");
  expect(output).toContain('was closed: 4005 {"e":"MESSAGE_INVALID"}');
}, 60_000);
