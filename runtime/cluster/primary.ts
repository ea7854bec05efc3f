import cluster, { type Worker } from "node:cluster";
import type { Server } from "node:http";
import { createAdminServer } from "../admin/admin-server.ts";
import { listen } from "../listen.ts";
import { lastingCounts, type MetricSnapshot, sumSnapshots } from "../observe/counters.ts";
import type { Logger } from "../observe/logger.ts";
import { renderMetrics } from "../observe/metrics-text.ts";
import { processFigures, workersFigure } from "../observe/process-figures.ts";
import { logDefect } from "../observe/defect.ts";
import { StartError } from "../start-error.ts";
import { createRestartPause } from "./restart-pause.ts";
import { isToPrimary, type RevisionSource, type ToPrimary, type ToWorker } from "./messages.ts";

/** How to run several processes that share one port. */
export interface ClusterOptions {
  readonly workers: number;
  readonly adminHost: string;
  /** null: no admin listener; 0: any free port. */
  readonly adminPort: number | null;
  /** The program of a worker and its arguments. */
  readonly program: { readonly file: string; readonly args: readonly string[] };
  /** Sent to every worker when it comes up; null for a program that knows what to serve. */
  readonly start: Extract<ToWorker, { kind: "start" }> | null;
  readonly drainSeconds: number;
  readonly logger: Logger;
}

/** Several workers and the admin listener of all. */
export interface RunningCluster {
  readonly port: number;
  readonly adminPort: number | null;
  /** New connections of every worker use these APIs; a worker that comes later, too. */
  replace(sources: readonly RevisionSource[]): void;
  /** Drains every worker and ends it. */
  drain(): Promise<void>;
  /** Ends every worker at once. */
  close(): Promise<void>;
  /** Logs an error of this process that nobody caught. */
  defect(cause: unknown): void;
}

/** Of a worker that does not answer a scrape by then, what it said before stands for it. */
const SCRAPE_MS = 2000;

/** Starts the workers; throws StartError, all ended, where one of them cannot start. */
export async function startCluster(options: ClusterOptions): Promise<RunningCluster> {
  const running = new Primary(options);
  await running.start();
  return running;
}

class Primary implements RunningCluster {
  readonly #options: ClusterOptions;
  readonly #workers = new Set<Worker>();
  /** Those that serve; others would lose what they are told. */
  readonly #listening = new Set<Worker>();
  /** Those that drain after a defect. */
  readonly #failing = new Set<Worker>();
  /** What each worker said at its last scrape, and the counts of those that are gone: a counter never falls. */
  readonly #scraped = new Map<Worker, readonly MetricSnapshot[]>();
  #gone: readonly MetricSnapshot[] = [];
  readonly #sent = new WeakMap<Worker, ClusterOptions["start"] & object>();
  readonly #scrapes = new Map<string, (snapshots: readonly MetricSnapshot[]) => void>();
  readonly #adminServer: Server;
  readonly #restartPause = createRestartPause();
  /** Of workers that are to take the place of dead ones. */
  readonly #restarts = new Set<NodeJS.Timeout>();
  #start: ClusterOptions["start"];
  #isEnding = false;
  #scrapeId = 0;
  port = 0;
  adminPort: number | null = null;

  constructor(options: ClusterOptions) {
    this.#options = options;
    this.#start = options.start;
    this.#adminServer = createAdminServer({
      isReady: () => !this.#isEnding && this.#listening.size > 0,
      metrics: async () => renderMetrics(await this.#metrics()),
    });
  }

  async start(): Promise<void> {
    const { program, workers, adminHost: host, adminPort } = this.#options;
    cluster.setupPrimary({ exec: program.file, args: [...program.args], silent: false });
    try {
      const ports = await Promise.all(Array.from({ length: workers }, () => this.#fork()));
      this.port = ports[0] ?? 0;
      if (adminPort !== null) {
        const request = { host, port: adminPort, option: "--admin-port" } as const;
        this.adminPort = await listen(this.#adminServer, request);
      }
    } catch (cause) {
      await this.close();
      throw cause;
    }
  }

  replace(sources: readonly RevisionSource[]): void {
    this.#start = this.#start === null ? null : { ...this.#start, sources };
    this.#listening.forEach((worker) => tell(worker, { kind: "replace", sources }));
  }

  async drain(): Promise<void> {
    this.#endRestarts();
    const ended = [...this.#workers].map(exitOf);
    for (const worker of this.#workers) {
      if (this.#listening.has(worker)) {
        tell(worker, { kind: "drain" });
      } else if (!this.#failing.has(worker)) {
        worker.process.kill("SIGKILL");
      }
    }
    const cut = setTimeout(() => this.#kill(), (this.#options.drainSeconds + 2) * 1000);
    await Promise.all(ended);
    clearTimeout(cut);
    await this.close();
  }

  async close(): Promise<void> {
    this.#endRestarts();
    const ended = [...this.#workers].map(exitOf);
    this.#kill();
    await Promise.all(ended);
    await new Promise<void>((resolve) => {
      this.#adminServer.close(() => resolve());
      this.#adminServer.closeAllConnections();
    });
  }

  defect(cause: unknown): void {
    logDefect(this.#options.logger, cause);
  }

  /** No worker comes up any more, and nothing keeps the process waiting for one. */
  #endRestarts(): void {
    this.#isEnding = true;
    this.#restarts.forEach((timer) => clearTimeout(timer));
    this.#restarts.clear();
  }

  #kill(): void {
    this.#workers.forEach((worker) => worker.process.kill("SIGKILL"));
  }

  /** Settles with the port once the worker listens; later deaths are made good quietly. */
  #fork(): Promise<number> {
    const worker = cluster.fork();
    const bornMs = performance.now();
    this.#workers.add(worker);
    worker.on("error", () => worker.process.kill("SIGKILL"));
    return new Promise((resolve, reject) => {
      const fail = (reason: string): void => reject(new StartError("WORKER_FAILED", { reason }));
      worker.on("message", (message: unknown) => {
        if (isToPrimary(message)) {
          this.#hear(worker, message, { listening: resolve, failed: fail });
          if (message.kind === "failing") this.#giveUp(worker, performance.now() - bornMs);
        }
      });
      worker.once("exit", (code, signal) => {
        this.#forget(worker);
        fail(`it ended with ${signal ?? `exit code ${code}`}`);
        if (!this.#listening.delete(worker)) return;
        // Who was told to end, and has ended well, did not die.
        if (!this.#isEnding || code !== 0) {
          const facts = { worker: worker.id, exitCode: code, signal };
          this.#options.logger.error(facts, "a worker died");
        }
        this.#makeGood(performance.now() - bornMs);
      });
    });
  }

  #hear(
    worker: Worker,
    message: ToPrimary,
    told: { readonly listening: (port: number) => void; readonly failed: (why: string) => void },
  ): void {
    switch (message.kind) {
      case "waiting":
        if (this.#start !== null) {
          this.#sent.set(worker, this.#start);
          tell(worker, this.#start);
        }
        return;
      case "listening":
        this.#listening.add(worker);
        this.#bringUpToDate(worker);
        return told.listening(message.port);
      case "failing":
        return;
      case "failed":
        return told.failed(message.message);
      case "metrics":
        this.#scrapes.get(`${worker.id}/${message.id}`)?.(message.snapshots);
    }
  }

  /** The APIs may have been replaced while the worker came up. */
  #bringUpToDate(worker: Worker): void {
    if (this.#start !== null && this.#sent.get(worker) !== this.#start) {
      tell(worker, { kind: "replace", sources: this.#start.sources });
    }
  }

  #forget(worker: Worker): void {
    this.#workers.delete(worker);
    this.#failing.delete(worker);
    this.#gone = sumSnapshots([this.#gone, lastingCounts(this.#scraped.get(worker) ?? [])]);
    this.#scraped.delete(worker);
  }

  /** It drains because of a defect: another one takes its place while its connections end. */
  #giveUp(worker: Worker, ageMs: number): void {
    if (this.#listening.delete(worker)) {
      this.#failing.add(worker);
      this.#options.logger.error({ worker: worker.id }, "a worker drains after a defect");
      this.#makeGood(ageMs);
    }
  }

  #makeGood(ageMs: number): void {
    if (this.#isEnding) {
      return;
    }
    const pauseMs = this.#restartPause(performance.now(), ageMs);
    const timer = setTimeout(() => {
      this.#restarts.delete(timer);
      this.#fork().catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        this.#options.logger.error({ reason }, "a worker could not be replaced");
        this.#makeGood(0);
      });
    }, pauseMs);
    this.#restarts.add(timer);
  }

  async #metrics(): Promise<readonly MetricSnapshot[]> {
    const serving = [...this.#listening, ...this.#failing];
    const scrapes = await Promise.all(serving.map((worker) => this.#scrape(worker)));
    const own = [workersFigure(this.#listening.size), ...processFigures("primary")];
    return sumSnapshots([own, this.#gone, ...scrapes]);
  }

  #scrape(worker: Worker): Promise<readonly MetricSnapshot[]> {
    const id = ++this.#scrapeId;
    const key = `${worker.id}/${id}`;
    return new Promise((resolve) => {
      const finish = (snapshots: readonly MetricSnapshot[]): void => {
        clearTimeout(timer);
        this.#scrapes.delete(key);
        this.#scraped.set(worker, snapshots);
        resolve(snapshots);
      };
      const timer = setTimeout(() => finish(this.#scraped.get(worker) ?? []), SCRAPE_MS);
      this.#scrapes.set(key, finish);
      tell(worker, { kind: "metrics", id });
    });
  }
}

/** A worker that is going down cannot be told anything; its end is noticed elsewhere. */
function tell(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) {
    worker.send(message, () => undefined);
  }
}

function exitOf(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    if (worker.isDead()) {
      resolve();
      return;
    }
    worker.once("exit", () => resolve());
  });
}
