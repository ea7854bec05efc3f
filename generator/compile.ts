/**
 * The pipeline, read aloud: a document is loaded, repaired where its meaning is plain, validated against
 * AsyncAPI's own schemas, built into a model, and the model becomes a gateway. A stage that finds an error
 * does not hide what the next can say; only what has no meaning ends the way.
 */
import { existsSync } from "node:fs";
import { buildModel } from "./build/index.ts";
import { readOverlay, type Overlay } from "./build/overlay.ts";
import { createPatternPlaces, type PatternPlaces } from "./build/schema/pattern-places.ts";
import type { Decision } from "./build/reading.ts";
import { withoutChannels } from "./build/without-channels.ts";
import type { Diagnostic, Report } from "./diagnostics.ts";
import type { ApiModel } from "./model/api.ts";
import { isContained } from "./partial.ts";
import { repairDocument } from "./repair/repair.ts";
import { loadDocument, type DocumentSource } from "./source/load.ts";
import type { SourceTree } from "./source/tree.ts";
import { validateSpec } from "./spec/validate.ts";
import type { CompiledGateway } from "./targets/gateway/compile-gateway.ts";

/** How a document is to be read and how far. */
export interface CompileOptions {
  /** Fetch what `$ref`s to https addresses of the public internet name. */
  readonly allowRemote: boolean;
  /** Hosts to fetch from, whatever network they are in; default none. */
  readonly internalHosts?: readonly string[];
  /** Read what `$ref`s outside of the document's folder name. */
  readonly allowOutside: boolean;
  /** `--perspective`; null leaves it to the document. */
  readonly perspective: "auto" | "server" | "client" | null;
  /** The only API of its gateway: without a context of its own it is served at the root. */
  readonly alone: boolean;
  /** `--partial`: compile although single schemas have no meaning; what they describe is refused. */
  readonly partial: boolean;
  /** `model` stops before any target: what `lint` and `read` need. */
  readonly until: "model" | "gateway";
}

/** What is known of a document; a null is a stage that errors kept from being reached. */
export interface Compiled {
  readonly tree: SourceTree | null;
  /** The tree of `<document>.framegate.yaml`, for the lines of findings in it. */
  readonly overlayTree: SourceTree | null;
  readonly model: ApiModel | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly decisions: readonly Decision[];
  readonly gateway: CompiledGateway | null;
  /** An error keeps the model from becoming anything. */
  readonly isBroken: boolean;
}

/** Compiles a document as far as it goes. Throws GeneratorError where it cannot be read at all. */
export async function compileDocument(
  source: DocumentSource,
  options: CompileOptions,
): Promise<Compiled> {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (diagnostic) => diagnostics.push(diagnostic);
  const loaded = await loadDocument(source, options);
  loaded.diagnostics.forEach(report);
  if (loaded.tree === null) {
    return { ...NOTHING, diagnostics };
  }
  const tree = repairDocument(loaded.tree, report);
  (await validateSpec(tree)).forEach(report);
  const overlay = await loadOverlay(source, options, report);
  const built = buildModel(tree, { overlay, perspective: options.perspective ?? "auto" });
  built.diagnostics.forEach(report);
  const { model, decisions } = built;
  const isBroken = (): boolean => diagnostics.some((one) => isBlocking(one, options));
  const whole = isBroken() ? null : model;
  const isWanted = options.until === "gateway" && whole !== null;
  const placeOf = createPatternPlaces(tree);
  const checked = isWanted ? await gatewayOf(whole, source, { ...options, placeOf }) : null;
  if (options.until === "model" && whole !== null) {
    const { modelFindings } = await import("./targets/gateway/model-findings.ts");
    [...withoutChannels(whole), ...modelFindings(whole, placeOf)].forEach(report);
  }
  checked?.findings.forEach(report);
  const gateway = isBroken() ? null : checked;
  const overlayTree = overlay?.tree ?? null;
  return { tree, overlayTree, model, diagnostics, decisions, gateway, isBroken: isBroken() };
}

function isBlocking(diagnostic: Diagnostic, { partial }: CompileOptions): boolean {
  return diagnostic.severity === "error" && !(partial && isContained(diagnostic));
}

const NOTHING: Omit<Compiled, "diagnostics"> = {
  tree: null,
  overlayTree: null,
  model: null,
  decisions: [],
  gateway: null,
  isBroken: true,
};

/** Where the overlay of a document stands: `chat.yaml.framegate.yaml` sets keys on `chat.yaml`. */
export function overlayPath(document: string): string {
  return `${document}.framegate.yaml`;
}

async function loadOverlay(
  source: DocumentSource,
  options: CompileOptions,
  report: Report,
): Promise<Overlay | null> {
  const path = source.kind === "file" ? overlayPath(source.path) : "";
  if (path === "" || !existsSync(path)) {
    return null;
  }
  const loaded = await loadDocument({ kind: "file", path }, options);
  loaded.diagnostics.forEach(report);
  if (loaded.tree === null) {
    return null;
  }
  const { overlay, diagnostics } = readOverlay(loaded.tree);
  diagnostics.forEach(report);
  return overlay;
}

async function gatewayOf(
  model: ApiModel,
  source: DocumentSource,
  options: Pick<CompileOptions, "alone" | "allowOutside"> & { readonly placeOf: PatternPlaces },
): Promise<CompiledGateway> {
  const { compileGateway } = await import("./targets/gateway/compile-gateway.ts");
  const { readCertificates } = await import("./targets/gateway/certificates.ts");
  const document = source.kind === "file" ? source.path : null;
  const certificates = readCertificates(model, document, options.allowOutside);
  return compileGateway(model, { alone: options.alone, certificates }, options.placeOf);
}
