import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startProcess, type GatewayProcess } from "../../helpers/built-gateway.ts";
import { loadChatSdk } from "./chat-sdk.ts";
import { Random } from "./random.ts";
import { RecordingBackend } from "./recording-backend.ts";
import { Report } from "./report.ts";
import { playRound } from "./round.ts";

/** Rounds that run side by side. */
const BATCH = 10;

/** One batch in so many sees its gateway killed. */
const KILL_EVERY = 3;

/** Clients of a generated SDK against a gateway behind networks that fail; the answer says what came of it. */
export async function runChaos(rounds: number, seed: number): Promise<Report> {
  const report = new Report();
  const random = new Random(seed);
  const sdk = await loadChatSdk({ module: "index", platform: "node" });
  const backend = await RecordingBackend.start();
  const gateway = await KillableGateway.start(backend.url);
  const before = handles();
  try {
    for (let batch = 0; report.rounds < rounds; batch += 1) {
      const kill = batch % KILL_EVERY === 1 ? gateway.killSoon(random.integer(5, 120)) : null;
      if (kill !== null) report.fault("gateway killed");
      const names = Array.from(
        { length: Math.min(BATCH, rounds - report.rounds) },
        (_, index) => `${batch}.${index}`,
      );
      const plays = names.map((name) =>
        playRound(name, {
          sdk,
          // Each round its own, so that it does the same whatever its neighbours do.
          random: new Random(seed * 1_000_003 + batch * BATCH + names.indexOf(name)),
          report,
          gatewayPort: () => gateway.port,
          seen: (id) => backend.seen.get(id) ?? 0,
        }).catch((error: unknown) => {
          report.problem(`${name}: ${String(error)}`);
        }),
      );
      await Promise.all([...plays, kill]);
      report.rounds += names.length;
    }
    // What a socket's end began may take a turn or two.
    await new Promise((resolve) => setTimeout(resolve, 100));
    // The gateway may still be saying goodbye to the backend, whose sockets are this process's too.
    const left = handles() - before - backend.open;
    if (left > 0) report.problem(`${left} timers or sockets are left`);
  } finally {
    await gateway.stop();
    backend.stop();
  }
  return report;
}

/** Timers and connections of this process. */
function handles(): number {
  return process
    .getActiveResourcesInfo()
    .filter((kind) => kind === "Timeout" || kind === "TCPSocketWrap").length;
}

/** The gateway of specs/chat.yaml in a process, killed and started again. */
class KillableGateway {
  readonly #folder: string;
  readonly #backend: string;
  #process: GatewayProcess;

  private constructor(folder: string, backend: string, process: GatewayProcess) {
    this.#folder = folder;
    this.#backend = backend;
    this.#process = process;
  }

  static async start(backend: string): Promise<KillableGateway> {
    const folder = mkdtempSync(join(tmpdir(), "framegate-chaos-"));
    const root = fileURLToPath(new URL("../../../", import.meta.url));
    const words = ["generate", "gateway", "specs/chat.yaml", "-o", folder];
    const program = join(root, "test/helpers/framegate-main.ts");
    const child = spawn(process.execPath, ["--import", "tsx", program, ...words], {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit"],
    });
    const [code] = (await once(child, "exit")) as [number | null];
    if (code !== 0) throw new Error(`generate gateway ended with ${code}`);
    return new KillableGateway(folder, backend, await begin(folder, backend));
  }

  get port(): number {
    return this.#process.port;
  }

  /** Kills it after some milliseconds, and starts another on another port. */
  async killSoon(ms: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, ms));
    await this.#process.stop();
    this.#process = await begin(this.#folder, this.#backend);
  }

  async stop(): Promise<void> {
    await this.#process.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function begin(folder: string, backend: string): Promise<GatewayProcess> {
  const args = ["--backend", `production=${backend}`, "--workers", "1", "--log-level", "silent"];
  return startProcess(join(folder, "gateway.mjs"), args);
}
