import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { CorpusDocument } from "./find-documents.ts";
import { createOracle } from "./oracle.ts";
import { probe, type Tally } from "./probe.ts";
import { readRawApi } from "./raw-api.ts";
import { startSubject } from "./subject.ts";

/** A gateway build to judge, or why there is none. */
export type Build =
  | {
      readonly kind: "built";
      readonly directory: string;
      readonly errors: number;
      readonly warnings: number;
      /** Made with `--partial`: what some schemas describe is refused. */
      readonly isPartial: boolean;
    }
  | {
      readonly kind: "refused";
      readonly errors: number;
      readonly warnings: number;
      readonly why: string;
    }
  | { readonly kind: "crashed"; readonly why: string };

/** Makes the gateway build of one document; the corpus run uses the command line, tests put saboteurs in. */
export type Builder = (document: CorpusDocument) => Promise<Build>;

export interface Verdict {
  readonly document: CorpusDocument;
  readonly build: Build;
  readonly routes: number;
  readonly tally: Tally | null;
  readonly passed: boolean;
  /** One word for the table, and the reasons below it. */
  readonly outcome: "passes" | "no WebSocket" | "refused" | "fails" | "crashes";
  readonly reasons: readonly string[];
}

/** Judges one document by the raw text and plain ajv; nothing checked is not a pass. */
export async function judge(
  document: CorpusDocument,
  build: Builder,
  mutations: number,
): Promise<Verdict> {
  const api = readRawApi(document.path, document.perspective ?? "server");
  const routes = api.routes.length;
  const built = await build(document);
  const verdict = (
    outcome: Verdict["outcome"],
    reasons: readonly string[],
    tally: Tally | null = null,
  ) => {
    const passed = outcome === "passes" || outcome === "no WebSocket";
    return { document, build: built, routes, tally, passed, outcome, reasons };
  };
  if (built.kind === "crashed") {
    return verdict("crashes", [built.why]);
  }
  if (routes === 0) {
    return verdict("no WebSocket", built.kind === "refused" ? [built.why] : []);
  }
  if (built.kind === "refused") {
    return verdict("refused", [built.why]);
  }
  try {
    const subject = await startSubject(built.directory);
    try {
      const tally = await probe(subject, api, createOracle(api), {
        mutations,
        samples: await samplesOf(built.directory),
      });
      const done = tally.messagesChecked > 0 || tally.framesAccepted + tally.mutationsRefused > 0;
      const reasons = [...tally.wrong, ...(done ? [] : ["nothing could be checked"])];
      return verdict(reasons.length === 0 ? "passes" : "fails", reasons, tally);
    } finally {
      await subject.stop();
    }
  } catch (error) {
    return verdict("fails", [error instanceof Error ? error.message : String(error)]);
  } finally {
    await rm(built.directory, { recursive: true, force: true });
  }
}

/** What the build offers as examples of its messages: only ever candidates, never evidence. */
async function samplesOf(directory: string): Promise<readonly unknown[]> {
  const api: {
    readonly messages: Readonly<Record<string, { readonly samples: readonly unknown[] }>>;
  } = JSON.parse(await readFile(join(directory, "api.json"), "utf8"));
  return Object.values(api.messages).flatMap(({ samples }) => samples);
}
