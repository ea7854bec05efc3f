import { describe } from "vitest";
import { playVectors } from "./play-vectors.ts";

describe("the SDK", () => {
  playVectors("the SDK");
});
