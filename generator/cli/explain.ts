import { compileDocument, type Compiled } from "../compile.ts";
import { findingsJson } from "../lint/report/json.ts";
import { READING_OPTIONS, readingOptions } from "./common-options.ts";
import { documentSource } from "./document-source.ts";
import { findingsOf, hasErrors, showFindings, wantsColor } from "./findings.ts";
import type { Arguments, Verb } from "./verb.ts";

/** `framegate explain`: which messages the gateway accepts from their bytes, and why not the others. */
export const explain: Verb = {
  name: "explain",
  usage: "<document>",
  words: { min: 1, max: 1 },
  says: "print which messages are accepted from their bytes, without decoding them, and what keeps others from it",
  options: {
    json: { type: "boolean", says: "print one JSON document" },
    ...READING_OPTIONS,
  },
  examples: [
    ["framegate explain chat.yaml", "each message: yes, or the keyword and its line"],
    ["framegate explain chat.yaml --json", "the same for programs, with the share in percent"],
  ],
  run: runExplain,
};

async function runExplain(args: Arguments): Promise<number> {
  const [word = ""] = args.words;
  const source = await documentSource(word);
  const options = { ...readingOptions(args), alone: true, until: "model" } as const;
  const compiled = await compileDocument(source, options);
  const isBroken = hasErrors(compiled);
  if (isBroken && !args.flag("json")) {
    await showFindings(compiled, ["error", "warning"]);
  }
  await (args.flag("json") ? printJson(compiled) : printForPeople(compiled));
  return isBroken || compiled.model === null ? 1 : 0;
}

/** One JSON document whatever the document is like: what is explained of it, and its findings. */
async function printJson(compiled: Compiled): Promise<void> {
  const { explanationOf } = await import("./explaining.ts");
  const { model, tree } = compiled;
  const explanation = model === null ? {} : explanationOf(model, tree);
  const all = { ...explanation, ...findingsJson(findingsOf(compiled)) };
  process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
}

async function printForPeople({ model, tree }: Compiled): Promise<void> {
  if (model === null) {
    return;
  }
  const { explanationOf } = await import("./explaining.ts");
  const { printExplanation } = await import("./print-explaining.ts");
  const columns = process.stdout.columns ?? 100;
  const terminal = { color: wantsColor(process.stdout), columns: Math.max(40, columns) };
  process.stdout.write(printExplanation(explanationOf(model, tree), terminal));
}
