import { placeOf, type BuildContext } from "../context.ts";
import type { DraftDocument } from "../draft.ts";
import { childOf, fieldsOf, textOf, type Fields } from "../fields.ts";
import { gatherEvidence, type Evidence } from "./evidence.ts";
import type { Side } from "./words.ts";

/**
 * Below this weight the client's side has not been shown. More is asked of a 2.x document, because its
 * `publish` and `subscribe` already speak to the reader, and nearly all of them are meant as AsyncAPI says.
 */
const CLEAR = { 2: 3, 3: 2 } as const;

/**
 * Decides whose application the document describes: the flag, then `x-framegate.perspective`, then what the
 * document itself says. Without clear evidence it is the server's, as AsyncAPI reads it.
 */
export function decidePerspective(
  context: BuildContext,
  document: DraftDocument,
  root: Fields,
  flag: "auto" | Side,
): Side {
  if (flag !== "auto") {
    record(context, flag, "stated", "the flag --perspective says so");
    return flag;
  }
  const stated = textOf(root, "perspective");
  if (stated === "server" || stated === "client") {
    record(context, stated, "stated", "x-framegate.perspective says so");
    return stated;
  }
  const info = childOf(context.tree.root, "info");
  const evidence = gatherEvidence(document, info === null ? null : fieldsOf(context.tree, info));
  return weighEvidence(context, evidence, CLEAR[document.major]);
}

function weighEvidence(context: BuildContext, evidence: readonly Evidence[], clear: number): Side {
  const client = total(evidence, "client");
  const server = total(evidence, "server");
  if (client < clear || client < 2 * server) {
    const reasons = reasonsOf(evidence, "server");
    const reason =
      server >= clear
        ? reasons
        : `nothing clear says otherwise, so send is the server's as AsyncAPI reads it`;
    record(context, "server", server >= clear ? "strong" : "default", reason);
    return "server";
  }
  const reason = reasonsOf(evidence, "client");
  record(context, "client", client - server >= clear ? "strong" : "weak", reason);
  context.find(
    "perspective-decided",
    context.tree.root,
    `the document is written from the client's side: ${reason}`,
    "write x-framegate: {perspective: client} to say so, or server if it is not",
  );
  return "client";
}

function total(evidence: readonly Evidence[], side: Side): number {
  return evidence.reduce((sum, item) => (item.side === side ? sum + item.weight : sum), 0);
}

/** The weightiest first, three at most. */
function reasonsOf(evidence: readonly Evidence[], side: Side): string {
  return evidence
    .filter((item) => item.side === side)
    .toSorted((one, other) => other.weight - one.weight)
    .slice(0, 3)
    .map(({ says }) => says)
    .join("; ");
}

function record(
  context: BuildContext,
  side: Side,
  evidence: "stated" | "strong" | "weak" | "default",
  reason: string,
): void {
  context.decide({
    subject: "api",
    topic: "perspective",
    value: side,
    reason,
    key: ["x-framegate", "perspective"],
    recorded: side,
    evidence,
    place: placeOf(context.tree.root),
  });
}
