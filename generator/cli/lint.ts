import { compileDocument, type Compiled } from "../compile.ts";
import type { Severity } from "../diagnostics.ts";
import type { LocatedFinding } from "../lint/located.ts";
import { reportJson } from "../lint/report/json.ts";
import { READING_OPTIONS, readingOptions } from "./common-options.ts";
import { documentSource } from "./document-source.ts";
import { expandDocuments } from "./documents.ts";
import { findingsOf, textsOf, wantsColor } from "./findings.ts";
import type { Arguments, Verb } from "./verb.ts";

/** `framegate lint`: everything that is wrong with documents, in one run. */
export const lint: Verb = {
  name: "lint",
  usage: "<document...>",
  words: { min: 1, max: Number.POSITIVE_INFINITY },
  says: "check documents and print findings with stable rule ids",
  options: {
    format: {
      type: "string",
      choices: ["stylish", "json"],
      says: "how findings are printed",
      defaultSays: "stylish",
    },
    json: { type: "boolean", says: "the same as --format json" },
    "fail-on": {
      type: "string",
      choices: ["error", "warning", "info", "never"],
      says: "exit 1 for findings of this severity or above",
      defaultSays: "error",
    },
    reference: { type: "boolean", says: "ask @asyncapi/parser too and merge its findings" },
    ...READING_OPTIONS,
  },
  examples: [
    ["framegate lint chat.yaml", "findings as code frames"],
    ["framegate lint 'apis/**/*.yaml' --format json --fail-on warning", "for CI"],
    ["framegate lint - < chat.yaml", "a document from standard input"],
  ],
  run: runLint,
};

async function runLint(args: Arguments): Promise<number> {
  const runs: Linted[] = [];
  for (const word of expandDocuments(args.words)) {
    runs.push(await lintOne(word, args));
  }
  const findings = runs.flatMap((run) => run.findings);
  const isJson = args.flag("json") || args.text("format") === "json";
  process.stdout.write(isJson ? reportJson(findings) : await stylish(runs, findings));
  return fails(findings, args.text("fail-on") ?? "error") ? 1 : 0;
}

/** How long @asyncapi/parser may think; it takes seconds for what is read here in milliseconds. */
const REFERENCE_MS = 60_000;

interface Linted {
  readonly compiled: Compiled;
  readonly findings: readonly LocatedFinding[];
}

async function lintOne(word: string, args: Arguments): Promise<Linted> {
  const source = await documentSource(word);
  const options = { ...readingOptions(args), alone: true, until: "model" } as const;
  const compiled = await compileDocument(source, options);
  if (!args.flag("reference") || compiled.tree === null) {
    return { compiled, findings: findingsOf(compiled) };
  }
  const { runReferenceParser } = await import("../spec/reference-parser.ts");
  const opinions = await runReferenceParser(compiled.tree, { timeoutMs: REFERENCE_MS });
  const diagnostics = [...compiled.diagnostics, ...opinions];
  const merged = { ...compiled, diagnostics };
  return { compiled: merged, findings: findingsOf(merged) };
}

async function stylish(
  runs: readonly Linted[],
  findings: readonly LocatedFinding[],
): Promise<string> {
  const { reportStylish } = await import("../lint/report/stylish.ts");
  const files = new Map(runs.flatMap(({ compiled }) => [...textsOf(compiled)]));
  return reportStylish(findings, { color: wantsColor(process.stdout), files });
}

const SEVERITIES: readonly Severity[] = ["info", "warning", "error"];

function fails(findings: readonly LocatedFinding[], failOn: string): boolean {
  const from = SEVERITIES.findIndex((severity) => severity === failOn);
  return from !== -1 && findings.some(({ severity }) => SEVERITIES.indexOf(severity) >= from);
}
