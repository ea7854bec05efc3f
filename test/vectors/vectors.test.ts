import { describe, test } from "vitest";
import { whyNotAtAll, type SubjectName } from "./impossible.ts";
import { loadVectors } from "./load-vectors.ts";
import { runVector } from "./run-vector.ts";
import { SUBJECTS } from "./subjects.ts";

const files = loadVectors();
const names: readonly SubjectName[] = [
  "the SDK",
  "the gateway",
  "the SDK behind the gateway",
  "the SDK without checks behind the gateway",
];

describe.each(names)("%s", (name) => {
  for (const { name: file, vectors } of files) {
    for (const vector of vectors.filter((one) => whyNotAtAll(name, one) === null)) {
      test(`${file}: ${vector.name}`, async () => {
        await runVector(vector, await SUBJECTS[name](vector));
      });
    }
  }
});
