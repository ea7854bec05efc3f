import { READING_OPTIONS } from "./common-options.ts";
import type { Verb } from "./verb.ts";

/** `framegate mock`: a backend that speaks a document. */
export const mock: Verb = {
  name: "mock",
  usage: "<document>",
  words: { min: 1, max: 1 },
  says: "run a backend that sends what the document says a server sends and answers requests",
  options: {
    host: { type: "string", says: "address to listen on", defaultSays: "127.0.0.1" },
    port: { type: "string", says: "port to listen on; 0 takes a free one", defaultSays: "9000" },
    interval: { type: "string", says: "send a message every so many milliseconds, over and over" },
    delay: { type: "string", says: "send everything so many milliseconds late", defaultSays: "0" },
    fault: { type: "string", says: "close:<code>, invalid, silent or refuse:<status>" },
    json: { type: "boolean", says: "print the log as JSON lines" },
    quiet: { type: "boolean", says: "print no log" },
    ...READING_OPTIONS,
  },
  examples: [
    ["framegate mock chat.yaml --port 9000", "then: wscat -c ws://127.0.0.1:9000/…"],
    ["framegate mock chat.yaml --interval 500 --fault close:1011", "a backend that fails"],
  ],
  run: async (args) => (await import("./serving/run-mock.ts")).runMock(args),
};
