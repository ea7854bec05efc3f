import { describe } from "vitest";
import { playVectors } from "./play-vectors.ts";

describe("the SDK behind the gateway", () => {
  playVectors("the SDK behind the gateway");
});
