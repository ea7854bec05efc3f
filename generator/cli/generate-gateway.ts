import { PARTIAL_OPTION, READING_OPTIONS } from "./common-options.ts";
import type { Verb } from "./verb.ts";

/** `framegate generate gateway`: a gateway build that needs nothing but Node. */
export const generateGateway: Verb = {
  name: "generate gateway",
  usage: "<document>",
  words: { min: 1, max: 1 },
  says: "write a gateway build: one gateway.mjs and what goes with it",
  options: {
    out: { type: "string", alias: "o", says: "folder to write to", defaultSays: "./gateway" },
    check: { type: "boolean", says: "write nothing; exit 1 where the folder differs" },
    "dry-run": { type: "boolean", says: "write nothing; list what would be written" },
    json: { type: "boolean", says: "print one JSON document" },
    ...READING_OPTIONS,
    ...PARTIAL_OPTION,
  },
  examples: [
    ["framegate generate gateway chat.yaml -o build", "then: node build/gateway.mjs"],
    ["framegate generate gateway chat.yaml -o build --check", "in CI"],
  ],
  async run(args) {
    const { spareOptimising } = await import("./generating/spare-optimising.ts");
    spareOptimising();
    const { generateBuild } = await import("./generating/generate-build.ts");
    return generateBuild(args);
  },
};
