import type { Decision } from "./reading.ts";

type Branch = Map<string, Branch | Decision>;

const HEAD = [
  "# How this document is read where it leaves something open; written by `framegate read --write`.",
  "# Change a value to decide otherwise. What is not listed here follows the document.",
];

/**
 * An overlay that records decisions, as YAML: each value under its key, with the reason as a comment.
 * Decisions without a key are left out. The same decisions give the same text.
 */
export function writeOverlay(decisions: readonly Decision[]): string {
  const root: Branch = new Map();
  for (const decision of decisions) {
    if (decision.key !== null && decision.key.length > 0) {
      plant(root, decision.key, decision);
    }
  }
  const lines = linesOf(root, 0);
  return [...HEAD, ...(lines.length === 0 ? ["{}"] : lines), ""].join("\n");
}

function plant(root: Branch, key: readonly string[], decision: Decision): void {
  let branch = root;
  for (const segment of key.slice(0, -1)) {
    const next = branch.get(segment);
    const inner = next instanceof Map ? next : new Map<string, Branch | Decision>();
    branch.set(segment, inner);
    branch = inner;
  }
  branch.set(key.at(-1) ?? "", decision);
}

function linesOf(branch: Branch, depth: number): string[] {
  const indent = "  ".repeat(depth);
  return [...branch].flatMap(([key, value]) =>
    value instanceof Map
      ? [`${indent}${quotedKey(key)}:`, ...linesOf(value, depth + 1)]
      : [
          `${indent}# ${commentLine(value.reason)}`,
          `${indent}${quotedKey(key)}: ${JSON.stringify(value.recorded) ?? "null"}`,
        ],
  );
}

/** A key that any YAML parser reads back as the same text; JSON strings are YAML. */
function quotedKey(key: string): string {
  return /^[a-z][a-z-]*$/i.test(key) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(key)
    ? key
    : JSON.stringify(key);
}

/** Text as one line of a comment, which ends at a line break: a document's own words must not end it early. */
export function commentLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}\u2028\u2029]+/gu, " ").trim();
}
