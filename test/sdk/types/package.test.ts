import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { framegate } from "../../helpers/framegate-process.ts";
import { sdkFolder, write } from "./sdk-folder.ts";

const CASES = [
  { document: "specs/chat.yaml", name: "chat-client", says: "delivered" },
  { document: "specs/market-data.yaml", name: "market-data-client", says: "" },
  { document: "specs/telemetry.yaml", name: "telemetry-client", says: "" },
];

test.each(CASES)(
  "$name: npm test passes in the folder as it was generated",
  { timeout: 60_000 },
  async ({ document, name }) => {
    const { folder, files } = await sdkFolder([document]);
    const messages = [...(files.get(`${name}/test/samples.mjs`) ?? "").matchAll(/^\s*name: /gmu)];

    const { stdout, status } = spawnSync("npm", ["test"], {
      cwd: join(folder, "node_modules", name),
      encoding: "utf8",
    });

    expect(status, stdout).toBe(0);
    const [, passed] = /^# pass (\d+)$/mu.exec(stdout) ?? [];
    expect(Number(passed)).toBeGreaterThanOrEqual(messages.length);
    expect(messages.length).toBeGreaterThan(1);
  },
);

test(
  "a check that lets everything pass is found by the package's own tests",
  { timeout: 60_000 },
  async () => {
    const { folder, files } = await sdkFolder(["specs/chat.yaml"]);
    const at = "chat-client/lib/checks.js";
    const checks = (files.get(at) ?? "").replace(/(\w+) as checkSay,/u, "accept as checkSay,");
    write(join(folder, "node_modules", at), `const accept = () => null;\n${checks}`);

    const { stdout, status } = spawnSync("npm", ["test"], {
      cwd: join(folder, "node_modules/chat-client"),
      encoding: "utf8",
    });

    expect(status).toBe(1);
    expect(stdout).toContain("a wrong say is not sent");
  },
);

test.each(CASES)(
  "$name: the first program of its page runs against the gateway",
  { timeout: 60_000 },
  async ({ document, name, says }) => {
    const options = ["--mock", "--port=0", "--admin-port=0", "--host=127.0.0.1"];
    const running = framegate("serve", document, ...options, "--log-level=error");
    const { folder, files } = await sdkFolder([document]);
    const page = files.get(`${name}/README.md`) ?? "";
    const [, program = ""] = /^```ts\n([\s\S]*?)^```$/mu.exec(page) ?? [];
    const [, url = ""] = /listening on (\S+)/u.exec(await running.seen("listening on")) ?? [];
    write(join(folder, "first.mjs"), program.replace("ws://localhost:8080", url));

    const { status, stdout, stderr } = spawnSync(process.execPath, ["first.mjs"], {
      cwd: folder,
      encoding: "utf8",
      timeout: 30_000,
    });

    expect(program).toContain("ws://localhost:8080");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain(says);
  },
);
