/**
 * Asks AsyncAPI's reference parser for its opinion. It is slow, can be made to run for ever and reads
 * any file and address that a `$ref` names, so it gets the bundled document only, without a single
 * reference that leads out of it, in a worker that is ended when its time or memory is up.
 */
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import type { Diagnostic, Severity } from "../diagnostics.ts";
import { GeneratorError } from "../errors.ts";
import { bundleTree } from "../source/bundle.ts";
import type { Bundle } from "../source/bundle.ts";
import { pointerOf } from "../source/pointer.ts";
import { refOf } from "../source/reference.ts";
import type { Plain, SourceTree } from "../source/tree.ts";
import { REFERENCE_WORKER } from "./reference-worker.ts";

/** Megabytes that the parser may use; a 350 kB document needs about 300. */
const MAX_HEAP_MB = 1024;

export interface ReferenceOptions {
  /** Milliseconds after which the parser is ended. */
  readonly timeoutMs: number;
}

/** One finding of the parser, as its worker posts it. */
export interface ReferenceOpinion {
  readonly code: string;
  readonly message: string;
  readonly path: readonly (string | number)[];
  /** 0 error, 1 warning, 2 information, 3 hint. */
  readonly severity: number;
}

/**
 * The findings of `@asyncapi/parser` about a document, at our places, their rules prefixed `reference/`.
 *
 * @throws GeneratorError REFERENCE_MISSING where it is not installed, REFERENCE_PARSER where it gave no answer in
 *   time, or crashed.
 */
export async function runReferenceParser(
  tree: SourceTree,
  options: ReferenceOptions,
): Promise<readonly Diagnostic[]> {
  const bundle = bundleTree(tree);
  const text = JSON.stringify(selfContained(bundle.document));
  const opinions = await askWorker(text, options.timeoutMs);
  return opinions.map((opinion) => asDiagnostic(opinion, bundle));
}

async function askWorker(text: string, timeoutMs: number): Promise<readonly ReferenceOpinion[]> {
  const parser = referenceParser();
  const worker = new Worker(REFERENCE_WORKER, {
    eval: true,
    workerData: { parser, text },
    env: {},
    stdout: true,
    stderr: true,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<readonly ReferenceOpinion[]>((resolve, reject) => {
      const tooSlow = failure(`it was still busy after ${timeoutMs} ms`);
      timer = setTimeout(() => reject(tooSlow), timeoutMs);
      worker.once("message", resolve);
      worker.once("error", (error) => reject(failure(error.message, error)));
      worker.once("exit", () => reject(failure("it ended without one")));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

/** The version that is tested; a peer dependency, because its own dependencies run scripts when installed. */
const PARSER_VERSION = "3.6.3";

function referenceParser(): string {
  try {
    return createRequire(import.meta.url).resolve("@asyncapi/parser");
  } catch (cause) {
    throw new GeneratorError("REFERENCE_MISSING", { version: PARSER_VERSION }, { cause });
  }
}

function failure(reason: string, cause?: Error): GeneratorError {
  return new GeneratorError("REFERENCE_PARSER", { reason }, cause === undefined ? {} : { cause });
}

/** The document as JSON knows it; a `$ref` that still leads elsewhere was reported and becomes `{}`. */
function selfContained(value: Plain): unknown {
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(selfContained);
  const ref = refOf(value);
  if (ref !== null && !ref.startsWith("#")) return {};
  const members = Object.entries(value).map(([key, member]) => [key, selfContained(member)]);
  return Object.fromEntries(members);
}

const SEVERITIES: readonly Severity[] = ["error", "warning", "info", "info"];

function asDiagnostic(opinion: ReferenceOpinion, bundle: Bundle): Diagnostic {
  const { code, message, path, severity } = opinion;
  return {
    rule: `reference/${code}`,
    severity: SEVERITIES[severity] ?? "info",
    message: message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, ""),
    hint: null,
    place: bundle.origin(pointerOf(path)),
  };
}
