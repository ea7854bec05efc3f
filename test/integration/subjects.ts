import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createHooksCompiler } from "../../generator/cli/serving/hooks-module.ts";
import { createMockedBackends } from "../../generator/cli/serving/mocked-backends.ts";
import { runSources } from "../../generator/cli/serving/run-sources.ts";
import { compileDocument, type Compiled } from "../../generator/compile.ts";
import { planOutput } from "../../generator/output/plan.ts";
import { writeOutput } from "../../generator/output/write.ts";
import type { CompiledGateway } from "../../generator/targets/gateway/compile-gateway.ts";
import { gatewayFiles, starterHooks } from "../../generator/targets/gateway/index.ts";
import { readFlags } from "../../runtime/options/flags.ts";
import { temporaryFolder } from "../helpers/folder.ts";

/** A document in front of a backend; null: of a mock of itself. */
export interface SubjectOptions {
  readonly document: string;
  readonly backend: string | null;
  readonly hooks: string | null;
  readonly flags?: readonly string[];
}

/** A gateway under test. */
export interface Subject {
  /** `ws://localhost:41234` */
  readonly url: string;
  readonly admin: string;
  /** Asks it to end as a supervisor does, and settles when it has. */
  end(): Promise<number>;
}

/** The two ways to run one document, which must behave alike. */
export const SUBJECTS = {
  "serve, in memory": startServed,
  "a built gateway.mjs": startBuilt,
} as const;

async function compile(document: string): Promise<Compiled & { gateway: CompiledGateway }> {
  const source = { kind: "text", name: "room.yaml", text: document } as const;
  const compiled = await compileDocument(source, {
    allowRemote: false,
    allowOutside: false,
    partial: false,
    perspective: null,
    alone: true,
    until: "gateway",
  });
  const { gateway } = compiled;
  if (gateway === null) {
    throw new Error(compiled.diagnostics.map(({ message }) => message).join("\n"));
  }
  return { ...compiled, gateway };
}

async function startServed(options: SubjectOptions): Promise<Subject> {
  const { gateway, ...compiled } = await compile(options.document);
  const mocks = options.backend === null ? createMockedBackends() : null;
  const api = { word: "room.yaml", compiled: { ...compiled, gateway }, gateway };
  const { script } = (await mocks?.inFrontOf(api, gateway)) ?? gateway;
  const flags = readFlags(flagsOf(options), {}, 1);
  const hooksFile = options.hooks === null ? null : await compileHooks(options.hooks);
  const running = await runSources([{ name: "room.yaml", script, hooksFile }], flags);
  const facts: { url: string; adminUrl: string } = JSON.parse(await running.announcement(true));
  const end = async (): Promise<number> => {
    await running.drain();
    await mocks?.close();
    return 0;
  };
  onTestFinished(async () => {
    await end();
  });
  return { url: facts.url, admin: facts.adminUrl, end };
}

async function compileHooks(text: string): Promise<string> {
  const file = join(temporaryFolder(), "hooks.ts");
  writeFileSync(file, text);
  return createHooksCompiler().compile(file);
}

/** Writes a build as `generate gateway` does and gives its folder. */
export async function buildInto(folder: string, document: string, hooks: string | null) {
  const { model, gateway } = await compile(document);
  if (model === null) {
    throw new Error("there is no model");
  }
  const text = hooks ?? starterHooks(gateway.api);
  mkdirSync(folder, { recursive: true });
  if (hooks !== null) {
    writeFileSync(join(folder, "hooks.ts"), hooks);
  }
  const files = await gatewayFiles({ model, gateway, hooks: { file: "hooks.ts", text, folder } });
  writeOutput(planOutput(folder, files));
  return files;
}

async function startBuilt(options: SubjectOptions): Promise<Subject> {
  const folder = temporaryFolder();
  await buildInto(folder, options.document, options.hooks);
  if (options.backend !== null) {
    return runGateway(folder, flagsOf(options));
  }
  // A build has no mock inside: it gets one beside it.
  const { gateway } = await compile(options.document);
  const mocks = createMockedBackends();
  const api = { word: "room.yaml", compiled: await compile(options.document), gateway };
  const mocked = await mocks.inFrontOf(api, gateway);
  onTestFinished(() => mocks.close());
  const url = mocked.api.backends[0]?.url ?? "";
  return runGateway(folder, flagsOf({ ...options, backend: url }));
}

function flagsOf({ backend, flags }: SubjectOptions): readonly string[] {
  const to = backend === null ? [] : [`--backend=production=${backend}`];
  const base = ["--port=0", "--host=127.0.0.1", "--admin-port=0", "--workers=1"];
  return [...base, "--log-level=error", ...to, ...(flags ?? [])];
}

/** Runs `gateway.mjs` without the right to make code from strings. */
export async function runGateway(folder: string, flags: readonly string[]): Promise<Subject> {
  const program = ["--disallow-code-generation-from-strings", join(folder, "gateway.mjs")];
  const child = spawn(process.execPath, [...program, ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number>((resolve) => child.on("exit", (code) => resolve(code ?? -1)));
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let output = "";
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes("listening on")) resolve();
    });
    void ended.then((code) => reject(new Error(`gateway.mjs ended with ${code}: ${errors}`)));
  });
  const end = (): Promise<number> => {
    child.kill("SIGTERM");
    return ended;
  };
  const [, url = ""] = /listening on (\S+)/.exec(output) ?? [];
  const [, admin = ""] = /admin on (http:\/\/[^/]+)/.exec(output) ?? [];
  return { url, admin, end };
}
