import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll } from "vitest";
import { compileDocument } from "../../generator/compile.ts";
import type { ApiModel } from "../../generator/model/api.ts";
import { clientFiles } from "../../generator/targets/typescript/index.ts";
import type { ApiModuleV1 } from "../../runtime/contract/v1.ts";
import { loadCodecs } from "../../runtime/messages/codec/load.ts";
import { createRevision, loadScript } from "../../runtime/revisions/load.ts";
import type { Revision } from "../../runtime/revisions/revision.ts";

/** A document, compiled for a gateway and for a client. */
export interface CompiledForVectors {
  readonly module: ApiModuleV1;
  readonly revision: Revision;
  /** Folder of the SDK. */
  readonly sdk: string;
}

const roots: string[] = [];

// Compiled once for all tests of a file, so that no test of it can clear up.
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

const compiled = new Map<string, Promise<CompiledForVectors>>();

/** Compiles a document of `specs/` once; the SDK's folder goes when the tests of a file are over. */
export function compiledForVectors(document: string): Promise<CompiledForVectors> {
  const known = compiled.get(document) ?? compile(document);
  compiled.set(document, known);
  return known;
}

/** What a test does to a subject: the texts of its SDK's files, the module of its gateway. */
export interface Sabotage {
  readonly file?: (path: string, text: string) => string;
  readonly module?: (module: ApiModuleV1) => ApiModuleV1;
}

/** The same anew, with something broken. */
export function compiledWith(document: string, sabotage: Sabotage): Promise<CompiledForVectors> {
  return compile(document, sabotage);
}

async function compile(
  document: string,
  { file = (_, text) => text, module: broken = (module) => module }: Sabotage = {},
): Promise<CompiledForVectors> {
  const path = join("specs", document);
  const options = {
    allowRemote: false,
    allowOutside: false,
    partial: false,
    perspective: null,
    alone: true,
    until: "gateway",
  } as const;
  const { gateway, model, diagnostics } = await compileDocument({ kind: "file", path }, options);
  if (gateway === null || model === null || diagnostics.length > 0) {
    throw new Error(
      `${path}: ${diagnostics.map(({ rule, message }) => `${rule}: ${message}`).join("\n")}`,
    );
  }
  const module = broken(loadScript(gateway.script, document));
  const revision = createRevision(module, null, await loadCodecs(module.api));
  return { module, revision, sdk: writeSdk(model, file) };
}

/** Below a folder `node_modules`: Node itself imports it, as it would import an installed package. */
function writeSdk(model: ApiModel, broken: NonNullable<Sabotage["file"]>): string {
  const root = mkdtempSync(join(tmpdir(), "framegate-vectors-"));
  roots.push(root);
  const folder = join(root, "node_modules", "sdk");
  for (const { path, text } of clientFiles(model, null)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, broken(path, text));
  }
  symlinkSync(resolve("node_modules/ws"), join(root, "node_modules", "ws"));
  return folder;
}

/** A module of a generated SDK. */
export function importFrom(sdk: string, file: string): Promise<Readonly<Record<string, unknown>>> {
  return import(pathToFileURL(join(sdk, file)).href);
}
