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
  "pattern-not-linear": {
    severity: "error",
    says: "Every `pattern` can be run in time that grows with the text, not faster.",
    because:
      "A client would choose the text that takes longest and stall the gateway. Back-references " +
      "(`(a)\\1`) and repeats that come to thousands of steps cannot be run so; everything else, " +
      "look-around too, can.",
  },
  "pattern-slow": {
    severity: "info",
    says: "A `pattern` leaves at each place of a text one way to go on.",
    because:
      "Others, such as `(a+)+` or one that may begin anywhere, are run by a machine that tries all " +
      "ways at once: as safe, and some times slower on long texts. Anchor it with `^`, and let what " +
      "follows a repeat begin with another character than the repeated.",
  },
  "messages-alike": {
    severity: "warning",
    says: "No frame is two messages of one operation's way at once.",
    because:
      "Of messages that a frame fits, the first is taken, and rules for the other (scopes, hooks, " +
      "replies) are not applied. Give each a required member with a const value of its own.",
  },
} as const satisfies FindingTable;
