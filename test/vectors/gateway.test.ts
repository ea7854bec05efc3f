import { describe } from "vitest";
import { playVectors } from "./play-vectors.ts";

describe("the gateway", () => {
  playVectors("the gateway");
});
