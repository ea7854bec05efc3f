import { compileDocument, overlayPath, type Compiled } from "../compile.ts";
import { GeneratorError } from "../errors.ts";
import { READING_OPTIONS, readingOptions } from "./common-options.ts";
import { documentSource } from "./document-source.ts";
import { findingsJson } from "../lint/report/json.ts";
import { findingsOf, hasErrors, showFindings, wantsColor } from "./findings.ts";
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
  const isJson = args.flag("json") && !args.flag("write");
  if (isBroken && !isJson) {
    await showFindings(compiled, ["error", "warning"]);
  }
  if (args.flag("write") && compiled.model !== null) {
    return recordDecisions(word, source.kind, compiled);
  }
  await (isJson ? printJson(compiled) : printForPeople(compiled));
  return isBroken || compiled.model === null ? 1 : 0;
}

/** One JSON document whatever the document is like: what is understood of it, and its findings. */
async function printJson(compiled: Compiled): Promise<void> {
  const { model, decisions } = compiled;
  const { readingOf } = await import("./reading.ts");
  const reading = model === null ? {} : readingOf(model, decisions);
  const all = { ...reading, ...findingsJson(findingsOf(compiled)) };
  process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
}

async function printForPeople({ model, decisions }: Compiled): Promise<void> {
  if (model === null) {
    return;
  }
  const { readingOf } = await import("./reading.ts");
  const { printReading } = await import("./print-reading.ts");
  const reading = readingOf(model, decisions);
  process.stdout.write(printReading(reading, wantsColor(process.stdout)));
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
