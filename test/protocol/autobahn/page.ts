import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { CaseResult } from "./results.ts";
import { isFailed, tally } from "./results.ts";
import { AUTOBAHN_VERSION } from "./wstest.ts";

/** What one leg did under one profile. */
export interface Outcome {
  readonly profile: string;
  readonly leg: string;
  readonly results: readonly CaseResult[];
}

const PAGE = fileURLToPath(new URL("../../../docs/conformance.md", import.meta.url));
const BEHAVIORS = ["OK", "NON-STRICT", "INFORMATIONAL", "UNIMPLEMENTED", "FAILED"] as const;

/** The testsuite's groups of cases. */
const GROUPS: Readonly<Record<string, string>> = {
  "1": "framing: lengths and kinds",
  "2": "pings and pongs",
  "3": "reserved bits",
  "4": "opcodes",
  "5": "fragments",
  "6": "UTF-8",
  "7": "closing",
  "9": "limits and long messages",
  "10": "many messages",
  "12": "permessage-deflate: offers",
  "13": "permessage-deflate: parameters",
};

/** Writes what both legs did under a profile between that profile's marks in docs/conformance.md. */
export function writePage(profile: string, outcomes: readonly Outcome[]): void {
  const begin = `<!-- begin autobahn ${profile}: written by \`npm run autobahn\` -->`;
  const end = `<!-- end autobahn ${profile} -->`;
  const page = readFileSync(PAGE, "utf8");
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`${PAGE} has no marks for "${profile}" to write between`);
  }
  writeFileSync(PAGE, [before, begin, `\n\n${describe(outcomes)}\n\n`, end, after].join(""));
}

function describe(outcomes: readonly Outcome[]): string {
  return [totals(outcomes), byGroup(outcomes), ...outcomes.flatMap(listOf)].join("\n\n");
}

function totals(outcomes: readonly Outcome[]): string {
  return table(
    [`autobahntestsuite ${AUTOBAHN_VERSION}`, "cases", ...BEHAVIORS],
    outcomes.map(({ leg, results }) => {
      const counts = tally(results);
      return [`${leg} leg`, results.length, ...BEHAVIORS.map((name) => counts[name] ?? 0)];
    }),
  );
}

function byGroup(outcomes: readonly Outcome[]): string {
  const head = outcomes.map(({ leg }) => `${leg} leg, not FAILED`);
  const isRun = (group: string): boolean =>
    outcomes.some(({ results }) => results.some(({ id }) => id.startsWith(`${group}.`)));
  const groups = Object.entries(GROUPS).filter(([group]) => isRun(group));
  const rows = groups.map(([group, says]) => [
    group,
    says,
    ...outcomes.map(({ results }) => {
      const own = results.filter(({ id }) => id.startsWith(`${group}.`));
      const run = own.filter(({ behavior }) => behavior !== "UNIMPLEMENTED");
      const passed = run.filter((result) => !isFailed(result));
      return run.length === 0 ? "not negotiated" : `${passed.length} of ${run.length}`;
    }),
  ]);
  return table(["group", "about", ...head], rows);
}

/** Every case that failed, and every one that passed but not strictly. */
function listOf({ leg, results }: Outcome): readonly string[] {
  const failed = results.filter(isFailed);
  const loose = results.filter((one) => !isFailed(one) && one.behavior === "NON-STRICT");
  const ids = (some: readonly CaseResult[]): string => some.map(({ id }) => id).join(", ");
  return [
    ...(failed.length === 0 ? [] : [`FAILED on the ${leg} leg: ${ids(failed)}.`]),
    ...(loose.length === 0 ? [] : [`NON-STRICT on the ${leg} leg: ${ids(loose)}.`]),
  ];
}

/** Laid out as prettier does, so that a run changes figures alone. */
function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const all = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, column) =>
    Math.max(...all.map((row) => (row[column] ?? "").length), 3),
  );
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? "").padEnd(width)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [line(head), rule, ...all.slice(1).map(line)].join("\n");
}
