import type { RevisionSource } from "../../../runtime/cluster/messages.ts";
import type { GatewayFlags } from "../../../runtime/options/flags.ts";
import { GeneratorError } from "../../errors.ts";
import { expandDocuments } from "../documents.ts";
import { showCompilation } from "../findings.ts";
import { gatewayFlags } from "../gateway-flags.ts";
import type { Arguments } from "../verb.ts";
import { compileApis, type CompiledApi } from "./compile-apis.ts";
import { createHooksCompiler, type HooksCompiler } from "./hooks-module.ts";
import { createMockedBackends, type MockedBackends } from "./mocked-backends.ts";
import { runSources, type SourceGateway } from "./run-sources.ts";
import type { Watching } from "./watch-documents.ts";

/** Serves documents until a signal ends the process; 1 where one of them cannot be compiled. */
export async function serveDocuments(args: Arguments): Promise<number> {
  const words = expandDocuments(args.words);
  refuseContradictions(words, args);
  const flags = await gatewayFlags(args);
  const apis = await compileApis(words, args);
  if (await hasFindings(apis)) {
    return 1;
  }
  const mocks = args.flag("mock") ? createMockedBackends() : null;
  try {
    return await serveCompiled(apis, { args, mocks, hooks: createHooksCompiler() }, flags);
  } finally {
    await mocks?.close();
  }
}

async function serveCompiled(
  apis: readonly CompiledApi[],
  maker: SourceMaker,
  flags: GatewayFlags,
): Promise<number> {
  const { args } = maker;
  const gateway = await runSources(await sourcesOf(apis, maker), flags);
  const { endOnDefects } = await import("../../../runtime/end-on-defects.ts");
  endOnDefects(gateway);
  const watching = args.flag("watch") ? await watchFor(apis, maker, gateway) : null;
  process.stdout.write(await gateway.announcement(args.flag("json")));
  await signalled();
  await watching?.close();
  await gateway.drain();
  return 0;
}

async function watchFor(
  apis: readonly CompiledApi[],
  maker: SourceMaker,
  gateway: SourceGateway,
): Promise<Watching> {
  const { watchDocuments } = await import("./watch-documents.ts");
  const replace = (next: readonly CompiledApi[]): Promise<void> =>
    replaceWith(next, maker, gateway);
  return watchDocuments({ args: maker.args, apis, replace });
}

function refuseContradictions(words: readonly string[], args: Arguments): void {
  if (args.flag("mock") && args.texts("backend").length > 0) {
    throw new GeneratorError("USAGE", {
      reason: "--mock and --backend contradict each other: the mock is the backend",
    });
  }
  if (args.text("hooks") !== null && words.length > 1) {
    throw new GeneratorError("USAGE", {
      reason: `--hooks belongs to one document, ${words.length} are named`,
    });
  }
}

/** Shows what is wrong with the documents; true where one of them cannot be served. */
async function hasFindings(apis: readonly CompiledApi[]): Promise<boolean> {
  for (const { compiled } of apis) {
    await showCompilation(compiled);
  }
  return apis.some(({ gateway }) => gateway === null);
}

interface SourceMaker {
  readonly args: Arguments;
  readonly mocks: MockedBackends | null;
  readonly hooks: HooksCompiler;
}

async function sourcesOf(
  apis: readonly CompiledApi[],
  { args, mocks, hooks }: SourceMaker,
): Promise<readonly RevisionSource[]> {
  const file = args.text("hooks");
  const hooksFile = file === null ? null : await hooks.compile(file);
  const sources: RevisionSource[] = [];
  for (const api of apis) {
    if (api.gateway !== null) {
      const gateway = (await mocks?.inFrontOf(api, api.gateway)) ?? api.gateway;
      sources.push({ name: api.word, script: gateway.script, hooksFile });
    }
  }
  return sources;
}

/** New connections get the new documents; faulty ones are shown and the former stay. */
async function replaceWith(
  apis: readonly CompiledApi[],
  maker: SourceMaker,
  gateway: SourceGateway,
): Promise<void> {
  if (await hasFindings(apis)) {
    process.stderr.write("framegate: not served; the former version stays\n");
    return;
  }
  await gateway.replace(await sourcesOf(apis, maker));
  const revisions = apis.map(({ word, gateway: made }) => `${word} ${made?.api.revision ?? ""}`);
  process.stderr.write(`framegate: now serving ${revisions.join(", ")}\n`);
}

/** Settles at the first signal; a second one ends the process at once. */
function signalled(): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      // 128 and the number of SIGINT.
      process.on("SIGTERM", () => process.exit(130)).on("SIGINT", () => process.exit(130));
      resolve();
    };
    process.once("SIGTERM", end).once("SIGINT", end);
  });
}
