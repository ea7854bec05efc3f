import { compileDocument } from "../../../generator/compile.ts";
import type { Flow } from "../../../runtime/contract/v1.ts";
import { findDocuments } from "../../corpus/find-documents.ts";
import type { Tally } from "./compare.ts";
import type { SubjectsInput } from "./compile-subject.ts";
import { runAcceptorFuzz } from "./run.ts";

const FLOWS: readonly Flow[] = ["clientToServer", "serverToClient"];
/** APIs between two lines of progress. */
const REPORT_EVERY = 20;

/**
 * Compares acceptors with the checks for `count` inputs: of made-up schemas, or of all documents of the folder
 * `corpus`. Prints how far it is, how much is known, and what is wrong; 1: something is.
 */
export async function fuzzAcceptors(
  count: number,
  seed: number,
  corpus: string | undefined,
): Promise<number> {
  const inputs = corpus === undefined ? undefined : await inputsOf(corpus);
  const inputsPerGroup =
    inputs === undefined ? 10_000 : Math.max(100, Math.ceil(count / groupsOf(inputs)));
  let turns = 0;
  const tally = runAcceptorFuzz({
    count,
    seed,
    inputsPerGroup,
    ...(inputs === undefined ? {} : { inputs }),
    isDone: (soFar) => {
      turns += 1;
      if (turns % REPORT_EVERY === 0) console.log(lineOf(soFar));
      return soFar.unsoundCount + soFar.unlikeCount > 0;
    },
  });
  console.log(lineOf(tally));
  for (const unsound of tally.unsound) console.error(JSON.stringify(unsound));
  for (const unlike of tally.unlike) console.error(`as WebAssembly: ${JSON.stringify(unlike)}`);
  return tally.unsoundCount + tally.unlikeCount === 0 ? 0 : 1;
}

function groupsOf(inputs: readonly SubjectsInput[]): number {
  return Math.max(
    1,
    inputs.reduce((sum, { groups }) => sum + groups.length, 0),
  );
}

function lineOf({
  inputs,
  valid,
  accepted,
  samples,
  acceptedSamples,
  unsoundCount,
  unlikeCount,
}: Tally): string {
  const share = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(1)} %`;
  return (
    `${inputs} inputs, ${valid} valid, ${share(accepted, valid)} of them known, ` +
    `${share(acceptedSamples, samples)} of plain samples; ${unsoundCount} wrong, ${unlikeCount} otherwise as WebAssembly`
  );
}

async function inputsOf(folder: string): Promise<readonly SubjectsInput[]> {
  const inputs: SubjectsInput[] = [];
  for (const { name, path, perspective } of findDocuments(folder)) {
    const reading = {
      allowRemote: false,
      allowOutside: false,
      partial: true,
      alone: true,
    } as const;
    const compiled = await compileDocument(
      { kind: "file", path },
      { ...reading, perspective: perspective === null ? "server" : null, until: "gateway" },
    );
    const api = compiled.gateway?.api;
    if (api !== undefined) {
      inputs.push({
        name,
        schemas: compiled.model?.schemas ?? {},
        messages: Object.entries(api.messages).map(([id, { schema }]) => ({
          id,
          schema,
          flows: FLOWS,
        })),
        groups: api.routes.flatMap((route) =>
          FLOWS.flatMap((flow) => route.flows[flow].groups.map((group) => ({ group, flow }))),
        ),
      });
    }
  }
  return inputs;
}
