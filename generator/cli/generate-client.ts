import { PARTIAL_OPTION, READING_OPTIONS } from "./common-options.ts";
import type { Verb } from "./verb.ts";

/** `framegate generate client`: a package that connects to the API and checks every message. */
export const generateClient: Verb = {
  name: "generate client",
  usage: "<document>",
  words: { min: 1, max: 1 },
  says: "write a client SDK: a typed package that checks every message",
  options: {
    lang: {
      type: "string",
      choices: ["typescript"],
      says: "language of the SDK",
      defaultSays: "typescript",
    },
    out: { type: "string", alias: "o", says: "folder to write to", defaultSays: "./client" },
    "package-name": {
      type: "string",
      says: "name in package.json",
      defaultSays: "the one that stands there, else <title>-client",
    },
    check: { type: "boolean", says: "write nothing; exit 1 where the folder differs" },
    "dry-run": { type: "boolean", says: "write nothing; list what would be written" },
    json: { type: "boolean", says: "print one JSON document" },
    ...READING_OPTIONS,
    ...PARTIAL_OPTION,
  },
  examples: [
    ["framegate generate client chat.yaml --lang typescript -o sdk", "then: npm publish sdk"],
    ["framegate generate client chat.yaml -o sdk --package-name @example/chat", ""],
    ["framegate generate client chat.yaml -o sdk --check", "in CI"],
  ],
  async run(args) {
    const { spareOptimising } = await import("./generating/spare-optimising.ts");
    spareOptimising();
    const { generateSdk } = await import("./generating/generate-sdk.ts");
    return generateSdk(args);
  },
};
