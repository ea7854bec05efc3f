import type { FindingRow } from "../../generator/diagnostics.ts";
import { FINDINGS } from "../../generator/lint/findings.ts";
import { generatedFrom } from "./generated-from.ts";

const OPENING = `# Findings

${generatedFrom("generator/lint/findings.ts")}

What \`framegate lint\` and every other verb that reads a document can say about it. A rule's name never
changes its meaning, so it can stand in a configuration or a baseline.

- an **error** has no meaning that could be compiled; nothing is served or generated
- a **warning** compiles: the finding says what was assumed, and how to write it so that nothing is assumed
- an **info** is worth knowing`;

const SEVERITIES = ["error", "warning", "info"] as const;

function section([rule, row]: readonly [string, FindingRow]): string {
  return `### ${rule}\n\n**${row.says}** ${row.because}`;
}

function chapter(severity: (typeof SEVERITIES)[number]): string {
  const rows = Object.entries<FindingRow>(FINDINGS)
    .filter(([, row]) => row.severity === severity)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const title = { error: "Errors", warning: "Warnings", info: "Information" }[severity];
  return [`## ${title}`, ...rows.map(section)].join("\n\n");
}

/** `docs/findings.md`: all rules by severity, in alphabetical order. */
export function findingsPage(): string {
  return [OPENING, ...SEVERITIES.map(chapter)].join("\n\n");
}
