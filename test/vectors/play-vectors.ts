import { describe, test } from "vitest";
import { whyNotAtAll, type SubjectName } from "./impossible.ts";
import { compiledForVectors } from "./generated-sdk.ts";
import { loadVectors } from "./load-vectors.ts";
import { runVector } from "./run-vector.ts";
import { SUBJECTS } from "./subjects.ts";

/** One test for each vector that a subject can play. */
export function playVectors(name: SubjectName): void {
  for (const { name: file, behaviour, vectors } of loadVectors()) {
    const played = vectors.filter((one) => whyNotAtAll(name, one) === null);
    describe.runIf(played.length > 0)(`${file}: ${behaviour}`, () => {
      for (const vector of played) {
        test(vector.name, async () => {
          await runVector(
            vector,
            await SUBJECTS[name](vector, await compiledForVectors(vector.document)),
          );
        });
      }
    });
  }
}
