import { compileDocument } from "../../../generator/compile.ts";
import { findDocuments } from "../../corpus/find-documents.ts";
import type { ValueSubjects, ValueTally } from "./compare.ts";
import { runValueFuzz } from "./run.ts";

/** APIs between two lines of progress. */
const REPORT_EVERY = 50;

/**
 * Compares what SDKs and the gateway say of `count` values: of made-up schemas, or of those of all documents of the
 * folder `corpus`. Prints how far it is, how many faults are alike, and what is wrong; 1: something is.
 */
export async function fuzzValues(
  count: number,
  seed: number,
  corpus: string | undefined,
): Promise<number> {
  const subjects = corpus === undefined ? undefined : await subjectsOf(corpus);
  const messages = subjects?.reduce((sum, one) => sum + one.messages.length, 0) ?? 0;
  let turns = 0;
  const tally = runValueFuzz({
    count,
    seed,
    inputsPerMessage: subjects === undefined ? 1000 : Math.max(20, Math.ceil(count / messages)),
    ...(subjects === undefined ? {} : { subjects }),
    isDone: (soFar) => {
      turns += 1;
      if (turns % REPORT_EVERY === 0) console.log(lineOf(soFar));
      return soFar.differentCount > 0;
    },
  });
  console.log(lineOf(tally));
  for (const difference of tally.different) console.error(JSON.stringify(difference));
  if (process.env["FRAMEGATE_FUZZ_UNLIKE"] !== undefined) {
    for (const difference of tally.unlike) console.log(JSON.stringify(difference));
  }
  return tally.differentCount === 0 ? 0 : 1;
}

function lineOf(tally: ValueTally): string {
  const share = (part: number): string => `${((part / tally.refused) * 100).toFixed(2)} %`;
  return (
    `${tally.inputs} values, ${tally.valid} valid, ${tally.costly} too costly, ${tally.refused} refused: ` +
    `pointers ${share(tally.samePointer)} alike, keywords ${share(tally.sameKeyword)}, ` +
    `words ${share(tally.sameExpected)}, whole faults ${share(tally.sameFault)}; ${tally.differentCount} different`
  );
}

async function subjectsOf(folder: string): Promise<readonly ValueSubjects[]> {
  const subjects: ValueSubjects[] = [];
  for (const { name, path, perspective } of findDocuments(folder)) {
    const reading = {
      allowRemote: false,
      allowOutside: false,
      partial: true,
      alone: true,
    } as const;
    const { model } = await compileDocument(
      { kind: "file", path },
      { ...reading, perspective: perspective === null ? "server" : null, until: "model" },
    );
    if (model !== null) {
      const used = model.messages.flatMap(({ payload }) => payload.schema ?? []);
      subjects.push({ name, schemas: model.schemas, messages: [...new Set(used)] });
    }
  }
  return subjects;
}
