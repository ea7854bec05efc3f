import { pathToFileURL } from "node:url";
import type { RevisionSource } from "../../../runtime/cluster/messages.ts";
import type { GatewayOptions, RunningGateway } from "../../../runtime/gateway.ts";
import type { Hooks } from "../../../runtime/hooks/types.ts";
import type { GatewayFlags } from "../../../runtime/options/flags.ts";
import type { Revision } from "../../../runtime/revisions/revision.ts";
import { runtimeModule } from "../../render/core-files.ts";

/** A gateway that serves compiled scripts, in this process or in several. */
export interface SourceGateway {
  /** What was started, for people, or as one JSON document. */
  announcement(isJson: boolean): Promise<string>;
  replace(sources: readonly RevisionSource[]): Promise<void>;
  drain(): Promise<void>;
  /** Logs an error that nobody caught. */
  defect(cause: unknown): void;
}

/** Seconds over which connections are closed when the gateway ends. */
const DRAIN_SECONDS = 25;

/** Starts a gateway of compiled scripts; throws StartError where it cannot be started as asked. */
export async function runSources(
  sources: readonly RevisionSource[],
  flags: GatewayFlags,
): Promise<SourceGateway> {
  const { variablesFromEnvironment } = await import("../../../runtime/options/variables.ts");
  const revisions = await loadRevisions(sources);
  const apis = revisions.map(({ module }) => module.api);
  const serverVariables = variablesFromEnvironment(apis, flags.variables, process.env);
  const options: GatewayOptions = {
    revisions,
    host: flags.host,
    port: flags.port,
    adminHost: flags.adminHost,
    adminPort: flags.adminPort,
    backendOverrides: flags.backends,
    serverVariables,
    halfOpenPerAddress: flags.halfOpen,
    observeOnly: flags.observe,
    logLevel: flags.logLevel,
    drainSeconds: DRAIN_SECONDS,
  };
  return flags.workers === 1 ? runHere(options, flags) : runInWorkers(sources, options, flags);
}

/** Runs scripts and joins each with its hooks and codecs. */
export async function loadRevisions(
  sources: readonly RevisionSource[],
): Promise<readonly Revision[]> {
  const { createRevision, loadScript } = await import("../../../runtime/revisions/load.ts");
  const { loadCodecs } = await import("../../../runtime/messages/codec/load.ts");
  return Promise.all(
    sources.map(async ({ name, script, hooksFile }) => {
      const module = loadScript(script, name);
      const codecs = await loadCodecs(module.api);
      return createRevision(module, await importHooks(hooksFile), codecs);
    }),
  );
}

async function importHooks(file: string | null): Promise<Hooks | null> {
  if (file === null) {
    return null;
  }
  const module: { readonly hooks?: Hooks } = await import(pathToFileURL(file).href);
  return module.hooks ?? null;
}

async function runHere(options: GatewayOptions, flags: GatewayFlags): Promise<SourceGateway> {
  const { startGateway } = await import("../../../runtime/gateway.ts");
  const gateway = await startGateway(options);
  return {
    announcement: (isJson) =>
      announce({ ...listening(gateway, gateway.url), options, flags }, isJson),
    replace: async (sources) => gateway.replace(await loadRevisions(sources)),
    drain: () => gateway.drain(),
    defect: (cause) => gateway.defect(cause),
  };
}

async function runInWorkers(
  sources: readonly RevisionSource[],
  options: GatewayOptions,
  flags: GatewayFlags,
): Promise<SourceGateway> {
  const { startCluster } = await import("../../../runtime/cluster/primary.ts");
  const { openLog } = await import("../../../runtime/observe/log.ts");
  const { revisions: _here, adminHost: _host, adminPort: _port, ...forWorkers } = options;
  const { logger } = openLog(flags.logLevel, null);
  const running = await startCluster({
    workers: flags.workers,
    adminHost: flags.adminHost,
    adminPort: flags.adminPort,
    program: { file: runtimeModule("cluster/worker-main"), args: [] },
    start: { kind: "start", sources, options: forWorkers },
    drainSeconds: DRAIN_SECONDS,
    logger,
  });
  const isAny = flags.host === "::" || flags.host === "0.0.0.0";
  const url = `ws://${isAny ? "localhost" : flags.host}:${running.port}`;
  return {
    announcement: (isJson) => announce({ ...listening(running, url), options, flags }, isJson),
    replace: async (next) => running.replace(next),
    drain: () => running.drain(),
    defect: (cause) => running.defect(cause),
  };
}

/** What was started, for whoever started it. */
interface Started {
  readonly url: string;
  readonly adminPort: number | null;
  readonly options: GatewayOptions;
  readonly flags: GatewayFlags;
}

function listening(
  { adminPort }: Pick<RunningGateway, "adminPort">,
  url: string,
): Pick<Started, "url" | "adminPort"> {
  return { url, adminPort };
}

async function announce(started: Started, isJson: boolean): Promise<string> {
  const { url, adminPort, options, flags } = started;
  const { startLines } = await import("../../../runtime/options/start-lines.ts");
  const adminUrl = adminPort === null ? null : `http://${flags.adminHost}:${adminPort}`;
  if (isJson) {
    const apis = options.revisions.map(({ module }) => ({
      title: module.api.title,
      version: module.api.version,
      revision: module.api.revision,
      routes: module.api.routes.map((route) => `${url}${route.path}`),
    }));
    return `${JSON.stringify({ url, adminUrl, workers: flags.workers, apis })}\n`;
  }
  const facts = { url, adminUrl, workers: flags.workers, observeOnly: flags.observe };
  const settings = {
    overrides: flags.backends,
    variables: options.serverVariables ?? {},
  };
  return `${startLines(facts, options.revisions, settings).join("\n")}\n`;
}
