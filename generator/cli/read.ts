import { compileDocument, overlayPath, type Compiled } from "../compile.ts";
import { GeneratorError } from "../errors.ts";
import { READING_OPTIONS, readingOptions } from "./common-options.ts";
import { documentSource } from "./document-source.ts";
import { hasErrors, showFindings, wantsColor } from "./findings.ts";
import type { Arguments, Verb } from "./verb.ts";

/** `framegate read`: how a document is understood, and why. */
export const read: Verb = {
  name: "read",
  usage: "<document>",
  words: { min: 1, max: 1 },
  says: "print how a document is understood, with the reason and the key of every decision",
  options: {
    write: {
      type: "boolean",
      says: "add the decisions that <document>.framegate.yaml lacks to it",
    },
    json: { type: "boolean", says: "print one JSON document" },
    ...READING_OPTIONS,
  },
  examples: [
    ["framegate read chat.yaml", "routes, messages, decisions"],
    ["framegate read vendor.yaml --write", "an overlay to edit, for a document of somebody else's"],
  ],
  run: runRead,
};

async function runRead(args: Arguments): Promise<number> {
  const [word = ""] = args.words;
  const source = await documentSource(word);
  const options = { ...readingOptions(args), alone: true, until: "model" } as const;
  const compiled = await compileDocument(source, options);
  const isBroken = hasErrors(compiled);
  if (isBroken) {
    await showFindings(compiled, ["error", "warning"]);
  }
  if (compiled.model === null) {
    return 1;
  }
  if (args.flag("write")) {
    return recordDecisions(word, source.kind, compiled);
  }
  const { readingOf } = await import("./reading.ts");
  const reading = readingOf(compiled.model, compiled.decisions);
  if (args.flag("json")) {
    process.stdout.write(`${JSON.stringify(reading, null, 2)}\n`);
    return isBroken ? 1 : 0;
  }
  const { printReading } = await import("./print-reading.ts");
  process.stdout.write(printReading(reading, wantsColor(process.stdout)));
  return isBroken ? 1 : 0;
}

async function recordDecisions(word: string, kind: string, compiled: Compiled): Promise<number> {
  if (kind !== "file") {
    throw new GeneratorError("OPTION_INVALID", {
      option: "--write",
      found: `used on "${word}"`,
      expected: "a document that is a file, to write the overlay beside it",
    });
  }
  const { recordIn } = await import("./record-decisions.ts");
  const file = overlayPath(word);
  const { added, kept } = recordIn(file, compiled.decisions);
  process.stdout.write(`${file}: ${added} decisions added, ${kept} kept as they were\n`);
  return 0;
}
