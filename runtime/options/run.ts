import cluster from "node:cluster";
import { availableParallelism } from "node:os";
import { startCluster } from "../cluster/primary.ts";
import { runWorker } from "../cluster/worker.ts";
import type { CompiledScript } from "../contract/v1.ts";
import { type RunningGateway, startGateway } from "../gateway.ts";
import type { GatewayOptions } from "../gateway-options.ts";
import type { Hooks } from "../hooks/types.ts";
import type { Codecs } from "../messages/codec/codec.ts";
import { openLog } from "../observe/log.ts";
import { createRevision, runScript } from "../revisions/load.ts";
import type { Revision } from "../revisions/revision.ts";
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
  const module = runScript(built.script);
  if (flags.help || flags.version) {
    process.stdout.write(flags.help ? helpText(module.api) : `${module.api.version}\n`);
    return;
  }
  const revision = createRevision(module, built.hooks, built.codecs);
  const variables = variablesFromEnvironment([module.api], flags.variables, env);
  const options = gatewayOptions(flags, revision, variables);
  if (cluster.isWorker) {
    await runWorker(() => startGateway({ ...options, adminPort: null }));
  } else if (flags.workers === 1) {
    await runAlone(options, flags);
  } else {
    await runPrimary(options, flags);
  }
}

function gatewayOptions(
  flags: GatewayFlags,
  revision: Revision,
  serverVariables: Readonly<Record<string, string>>,
): GatewayOptions {
  return {
    revisions: [revision],
    host: flags.host,
    port: flags.port,
    adminHost: flags.adminHost,
    adminPort: flags.adminPort,
    backendOverrides: flags.backends,
    serverVariables,
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

async function runPrimary(options: GatewayOptions, flags: GatewayFlags): Promise<void> {
  // A document that cannot be served is said once, here, and not by every worker.
  startLines({ url: "", adminUrl: null, workers: 1, observeOnly: false }, options.revisions, {
    overrides: flags.backends,
    variables: options.serverVariables ?? {},
  });
  const log = openLog(flags.logLevel, null);
  const [, file = ""] = process.argv;
  const running = await startCluster({
    workers: flags.workers,
    adminHost: flags.adminHost,
    adminPort: flags.adminPort,
    program: { file, args: process.argv.slice(2) },
    start: null,
    drainSeconds: DRAIN_SECONDS,
    logger: log.logger,
  });
  endOnSignals(running);
  const host = flags.host === "::" || flags.host === "0.0.0.0" ? "localhost" : flags.host;
  announce(running, `ws://${host}:${running.port}`, options, flags);
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
  const settings = { overrides: flags.backends, variables: options.serverVariables ?? {} };
  process.stdout.write(`${startLines(facts, options.revisions, settings).join("\n")}\n`);
}
