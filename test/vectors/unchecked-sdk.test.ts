import { describe } from "vitest";
import { playVectors } from "./play-vectors.ts";

describe("the SDK without checks behind the gateway", () => {
  playVectors("the SDK without checks behind the gateway");
});
