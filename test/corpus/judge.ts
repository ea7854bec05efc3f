import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { CorpusDocument } from "./find-documents.ts";
import { createOracle } from "./oracle.ts";
import { probe, type Tally } from "./probe.ts";
import { readRawApi, type RawApi } from "./raw-api.ts";
import { probeSdk } from "./sdk-probe.ts";
import type { SdkTally } from "./sdk-session.ts";
import { startSubject, type Subject } from "./subject.ts";

/** A gateway build to judge, or why there is none. */
export type Build =
  | {
      readonly kind: "built";
      readonly directory: string;
      /** Folder of the generated client; null: there is none to judge. */
      readonly client: string | null;
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
  /** Of the generated client. */
  readonly sdk: SdkTally | null;
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
    tallies: Tallies | null = null,
  ) => {
    const passed = outcome === "passes" || outcome === "no WebSocket";
    const { tally, sdk } = tallies ?? { tally: null, sdk: null };
    return { document, build: built, routes, tally, sdk, passed, outcome, reasons };
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
    const tallies = await tallyOf(built, api, mutations);
    const { tally, sdk } = tallies;
    const done = tally.messagesChecked > 0 || tally.framesAccepted + tally.mutationsRefused > 0;
    const nothing = done ? [] : ["nothing could be checked"];
    const reasons = [...tally.wrong, ...(sdk?.wrong ?? []), ...nothing];
    return verdict(reasons.length === 0 ? "passes" : "fails", reasons, tallies);
  } catch (error) {
    return verdict("fails", [error instanceof Error ? error.message : String(error)]);
  } finally {
    await rm(built.directory, { recursive: true, force: true });
  }
}

interface Tallies {
  readonly tally: Tally;
  readonly sdk: SdkTally | null;
}

/** Drives the gateway, then the client through a gateway that forwards what it would refuse. */
async function tallyOf(
  { directory, client }: { readonly directory: string; readonly client: string | null },
  api: RawApi,
  mutations: number,
): Promise<Tallies> {
  const oracle = createOracle(api);
  const options = { mutations, samples: await samplesOf(directory) };
  const tally = await withSubject(directory, [], (subject) => probe(subject, api, oracle, options));
  const sdk =
    client === null
      ? null
      : await withSubject(directory, ["--observe"], (subject) =>
          probeSdk({ subject, directory: client }, api, oracle, options),
        );
  return { tally, sdk };
}

async function withSubject<T>(
  directory: string,
  more: readonly string[],
  use: (subject: Subject) => Promise<T>,
): Promise<T> {
  const subject = await startSubject(directory, more);
  try {
    return await use(subject);
  } finally {
    await subject.stop();
  }
}

/** What the build offers as examples of its messages: only ever candidates, never evidence. */
async function samplesOf(directory: string): Promise<readonly unknown[]> {
  const api: {
    readonly messages: Readonly<Record<string, { readonly samples: readonly unknown[] }>>;
  } = JSON.parse(await readFile(join(directory, "api.json"), "utf8"));
  return Object.values(api.messages).flatMap(({ samples }) => samples);
}
