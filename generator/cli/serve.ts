import { PARTIAL_OPTION, READING_OPTIONS } from "./common-options.ts";
import { GATEWAY_OPTIONS } from "./gateway-flags.ts";
import type { Verb } from "./verb.ts";

/** `framegate serve`: compiles documents in memory and runs their gateway. */
export const serve: Verb = {
  name: "serve",
  usage: "<document...>",
  words: { min: 1, max: Number.POSITIVE_INFINITY },
  says: "run the gateway of one or several documents",
  options: {
    mock: { type: "boolean", says: "answer from the documents instead of their backends" },
    watch: {
      type: "boolean",
      says: "compile anew on change; open connections keep what they have",
    },
    hooks: { type: "string", says: "hooks.ts of the (one) document" },
    json: { type: "boolean", says: "print what was started as one JSON document" },
    ...GATEWAY_OPTIONS,
    ...READING_OPTIONS,
    ...PARTIAL_OPTION,
  },
  examples: [
    ["framegate serve chat.yaml --mock", "try a document without a backend"],
    ["framegate serve chat.yaml --backend production=ws://127.0.0.1:9000", "in front of yours"],
    ["framegate serve 'apis/*.yaml' --watch --observe", "several documents, refusing nothing yet"],
  ],
  run: async (args) => (await import("./serving/serve-documents.ts")).serveDocuments(args),
};
