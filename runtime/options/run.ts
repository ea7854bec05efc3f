import cluster from "node:cluster";
import { availableParallelism } from "node:os";
import type { BackendSettings } from "../backends/backend-url.ts";
import { type RunningCluster, startCluster } from "../cluster/primary.ts";
import { runWorker } from "../cluster/worker.ts";
import type { CompiledScript } from "../contract/v1.ts";
import { type RunningGateway, startGateway } from "../gateway.ts";
import type { GatewayOptions } from "../gateway-options.ts";
import { serveRoutes } from "../handshake/served-route.ts";
import type { Hooks } from "../hooks/types.ts";
import type { Codecs } from "../messages/codec/codec.ts";
import { openLog } from "../observe/log.ts";
import { createRevision, runScript } from "../revisions/load.ts";
import { StartError } from "../start-error.ts";
import { endOnSignals } from "./end.ts";
import { type GatewayFlags, readFlags } from "./flags.ts";
import { helpText } from "./help.ts";
import { startLines } from "./start-lines.ts";
import { variablesFromEnvironment } from "./variables.ts";

/** What a gateway build has bundled. */
export interface BuiltGateway {
  readonly script: CompiledScript;
  readonly hooks: Hooks | null;
  readonly codecs: Codecs;
}

type Environment = Readonly<Record<string, string | undefined>>;

const DRAIN_SECONDS = 25;

/**
 * The main of `gateway.mjs`. Runs until a signal ends it (exit code 0); a bad option, a busy port
 * or a missing backend is one sentence on standard error and exit code 2.
 */
export async function runBuiltGateway(
  built: BuiltGateway,
  argv: readonly string[] = process.argv.slice(2),
  env: Environment = process.env,
): Promise<void> {
  try {
    await run(built, argv, env);
  } catch (error) {
    if (!(error instanceof StartError)) {
      throw error;
    }
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}

async function run(built: BuiltGateway, argv: readonly string[], env: Environment): Promise<void> {
  const processors = process.platform === "win32" ? 1 : availableParallelism();
  const flags = readFlags(argv, env, processors);
  if (flags.help || flags.version) {
    const { api } = runScript(built.script);
    process.stdout.write(flags.help ? helpText(api) : `${api.version}\n`);
    return;
  }
  const options = (): GatewayOptions => gatewayOptions(built, flags, env);
  if (cluster.isWorker) {
    await runWorker(async () => startGateway({ ...options(), adminPort: null }));
  } else if (flags.workers === 1) {
    await runAlone(options(), flags);
  } else {
    await runPrimary(options, flags);
  }
}

function gatewayOptions(
  { script, hooks, codecs }: BuiltGateway,
  flags: GatewayFlags,
  env: Environment,
): GatewayOptions {
  const module = runScript(script);
  return {
    revisions: [createRevision(module, hooks, codecs)],
    host: flags.host,
    port: flags.port,
    adminHost: flags.adminHost,
    adminPort: flags.adminPort,
    backendOverrides: flags.backends,
    serverVariables: variablesFromEnvironment([module.api], flags.variables, env),
    halfOpenPerAddress: flags.halfOpen,
    observeOnly: flags.observe,
    logLevel: flags.logLevel,
    drainSeconds: DRAIN_SECONDS,
  };
}

async function runAlone(options: GatewayOptions, flags: GatewayFlags): Promise<void> {
  const gateway = await startGateway(options);
  endOnSignals(gateway);
  announce(gateway, gateway.url, options, flags);
}

/** The workers load while this process reads what it will say of them. */
async function runPrimary(read: () => GatewayOptions, flags: GatewayFlags): Promise<void> {
  const [, file = ""] = process.argv;
  const starting = startCluster({
    workers: flags.workers,
    adminHost: flags.adminHost,
    adminPort: flags.adminPort,
    program: { file, args: process.argv.slice(2) },
    start: null,
    drainSeconds: DRAIN_SECONDS,
    logger: openLog(flags.logLevel, null).logger,
  });
  const options = await checkBeside(starting, read);
  const running = await starting;
  endOnSignals(running);
  const host = flags.host === "::" || flags.host === "0.0.0.0" ? "localhost" : flags.host;
  announce(running, `ws://${host}:${running.port}`, options, flags);
}

/** A gateway that cannot be served as asked is said once, here, and not by every worker. */
async function checkBeside(
  starting: Promise<RunningCluster>,
  read: () => GatewayOptions,
): Promise<GatewayOptions> {
  try {
    const options = read();
    serveRoutes(options.revisions, settingsOf(options));
    return options;
  } catch (cause) {
    await starting.then(
      (running) => running.close(),
      () => undefined,
    );
    throw cause;
  }
}

function announce(
  running: Pick<RunningGateway, "adminPort">,
  url: string,
  options: GatewayOptions,
  flags: GatewayFlags,
): void {
  const { adminPort } = running;
  const adminUrl = adminPort === null ? null : `http://${flags.adminHost}:${adminPort}`;
  const facts = { url, adminUrl, workers: flags.workers, observeOnly: flags.observe };
  const lines = startLines(facts, options.revisions, settingsOf(options));
  process.stdout.write(`${lines.join("\n")}\n`);
}

function settingsOf({ backendOverrides, serverVariables }: GatewayOptions): BackendSettings {
  return { overrides: backendOverrides ?? {}, variables: serverVariables ?? {} };
}
