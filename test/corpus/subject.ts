import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { WebSocketServer } from "ws";
import type { ApiDocument } from "../../runtime/contract/v1.ts";
import { createSignal } from "./signal.ts";

/** One refusal as the gateway logged it. */
export interface LoggedRefusal {
  readonly code: string;
  readonly pointer: string | null;
  readonly detail: string;
}

/** A built gateway under test, running as a process of its own between us and a backend of ours. */
export interface Subject {
  readonly url: string;
  readonly backend: WebSocketServer;
  readonly refusals: LoggedRefusal[];
  /** Resolves when a refusal is logged, at the latest after 100 ms. */
  readonly changes: () => Promise<void>;
  stop(): Promise<void>;
}

const START_MS = 10_000;

/** Environments of the servers that serve a build's routes; production where it has no server. */
async function servingEnvironments(directory: string): Promise<readonly string[]> {
  const { routes, backends }: Pick<ApiDocument, "routes" | "backends"> = JSON.parse(
    await readFile(join(directory, "api.json"), "utf8"),
  );
  const environments = routes.flatMap(({ backendIds }) =>
    backendIds
      .flatMap((id) => backends.filter((backend) => backend.id === id))
      .filter(({ pool }, index) => index === 0 || pool !== null)
      .map(({ environment }) => environment),
  );
  return environments.length === 0 ? ["production"] : [...new Set(environments)];
}

/**
 * Starts `node gateway.mjs` with every environment pointed at a backend that accepts any path. With `--observe` among
 * `more` it forwards what it would refuse.
 */
export async function startSubject(
  directory: string,
  more: readonly string[] = [],
): Promise<Subject> {
  const backend = new WebSocketServer({ host: "127.0.0.1", port: 0, maxPayload: 1 << 24 });
  await once(backend, "listening");
  const address = `ws://127.0.0.1:${(backend.address() as AddressInfo).port}`;
  const environments = await servingEnvironments(directory);
  const child = spawn(
    process.execPath,
    [
      "gateway.mjs",
      ...["--workers", "1", "--port", "0", "--admin-port", "0", "--log-level", "info"],
      ...environments.flatMap((environment) => ["--backend", `${environment}=${address}`]),
      ...more,
    ],
    { cwd: directory, stdio: ["ignore", "pipe", "pipe"] },
  );
  const refusals: LoggedRefusal[] = [];
  const signal = createSignal();
  const url = await listening(child, (refusal) => {
    refusals.push(refusal);
    signal.wake();
  });
  return {
    url,
    backend,
    refusals,
    changes: signal.changes,
    async stop() {
      for (const socket of backend.clients) {
        socket.terminate();
      }
      backend.close();
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) {
        await once(child, "exit");
      }
    },
  };
}

async function listening(
  child: ChildProcess,
  log: (refusal: LoggedRefusal) => void,
): Promise<string> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no start: ${said.join(" | ")}`)), START_MS);
    child.once("exit", (code) => reject(new Error(`exit ${code}: ${said.slice(-8).join(" | ")}`)));
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) {
        continue;
      }
      createInterface({ input: stream }).on("line", (line) => {
        said.push(line);
        const url = /\bws:\/\/(?:127\.0\.0\.1|localhost|0\.0\.0\.0|\[::\]):(\d+)/.exec(line);
        if (url !== null && !line.includes("admin")) {
          clearTimeout(timer);
          resolve(`ws://127.0.0.1:${url[1]}`);
        }
        const refusal = readRefusal(line);
        if (refusal !== null) {
          log(refusal);
        }
      });
    }
  });
}

/** What is said of sockets that we cut ourselves is no verdict on a frame. */
const ABOUT_FRAMES = /^(MESSAGE_|FRAME_KIND_|TEXT_|REPLY_)/;

function readRefusal(line: string): LoggedRefusal | null {
  if (!line.startsWith("{")) {
    return null;
  }
  const entry: Readonly<Record<string, unknown>> = JSON.parse(line);
  const isVerdict = entry.action !== "observed";
  return isVerdict && typeof entry.code === "string" && ABOUT_FRAMES.test(entry.code)
    ? {
        code: entry.code,
        pointer: typeof entry.pointer === "string" ? entry.pointer : null,
        detail: String(entry.detail ?? entry.msg),
      }
    : null;
}
