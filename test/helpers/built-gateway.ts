import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { ApiDocument } from "../../runtime/contract/v1.ts";

/** A bundled gateway on disk. */
export interface BuiltGatewayFile {
  readonly file: string;
  remove(): Promise<void>;
}

const REQUIRE =
  'import { createRequire as r } from "node:module"; const require = r(import.meta.url);';

/** Bundles the main of a gateway with a document on which every frame passes. */
export async function buildGateway(api: ApiDocument): Promise<BuiltGatewayFile> {
  const folder = await mkdtemp(join(tmpdir(), "framegate-built-"));
  const file = join(folder, "gateway.mjs");
  const main = fileURLToPath(new URL("../../runtime/options/run.ts", import.meta.url));
  const module = `{ api: ${JSON.stringify(api)}, clientChecks: {}, serverChecks: {}, choosers: {} }`;
  await build({
    stdin: {
      contents: `import { runBuiltGateway } from ${JSON.stringify(main)};
        await runBuiltGateway({ script: () => (${module}), hooks: null, codecs: [] });`,
      resolveDir: folder,
    },
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: ["bufferutil", "utf-8-validate"],
    banner: { js: REQUIRE },
    logLevel: "silent",
  });
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** A gateway in a process of its own. */
export interface GatewayProcess {
  readonly child: ChildProcess;
  readonly url: string;
  readonly port: number;
  readonly adminUrl: string;
  /** What it has printed on standard output. */
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

/** Starts a gateway and waits until it says that it listens. */
export async function startProcess(file: string, args: readonly string[]): Promise<GatewayProcess> {
  const strict = "--disallow-code-generation-from-strings";
  const ports = ["--host", "127.0.0.1", "--port", "0", "--admin-port", "0"];
  const child = spawn(process.execPath, [strict, file, ...ports, ...args], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  for await (const line of reader) {
    lines.push(line);
    if (line.startsWith("listening on")) {
      break;
    }
  }
  const text = lines.join("\n");
  const url = /listening on (\S+)/.exec(text)?.[1] ?? "";
  return {
    child,
    url,
    lines,
    port: Number(new URL(url).port),
    adminUrl: /admin on (http:\/\/[^/]+)/.exec(text)?.[1] ?? "",
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGKILL");
        await once(child, "exit");
      }
    },
  };
}

/** Runs a gateway that is expected to end by itself. */
export async function runToEnd(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => (stdout += String(chunk)));
  child.stderr.on("data", (chunk) => (stderr += String(chunk)));
  await once(child, "close");
  return { code: child.exitCode, stdout, stderr };
}
