import { describe, test } from "vitest";
import { loadVectors } from "./load-vectors.ts";
import { playAgainstMock, whyNotTheMock } from "./mock-stage.ts";

/** Vectors in which a client says something; the mock greets whoever comes, so that one that listens is among them. */
const files = loadVectors().map(({ name, vectors }) => ({
  name,
  vectors: vectors.filter(
    ({ connect, steps }) =>
      connect.refused === undefined && steps.some((step) => whyNotTheMock(step) === null),
  ),
}));

describe("the mock", () => {
  for (const { name, vectors } of files) {
    for (const vector of vectors) {
      test(`${name}: ${vector.name}`, () => playAgainstMock(vector));
    }
  }
});
