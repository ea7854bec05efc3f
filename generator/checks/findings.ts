import type { FindingTable } from "../diagnostics.ts";

/** What can be wrong with the checks that a document's schemas make. */
export const CHECK_FINDINGS = {
  "schema-not-checkable": {
    severity: "error",
    says: "Every schema can be made into a check.",
    because:
      "A pattern that is no regular expression, a list of no values or a reference to nothing has " +
      "no meaning, so every frame would be refused there.",
  },
  "messages-alike": {
    severity: "warning",
    says: "No frame is two messages of one operation's way at once.",
    because:
      "Of messages that a frame fits, the first is taken, and rules for the other (scopes, hooks, " +
      "replies) are not applied. Give each a required member with a const value of its own.",
  },
} as const satisfies FindingTable;
