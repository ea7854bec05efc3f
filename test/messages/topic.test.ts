import { expect, it } from "vitest";

import type { Group } from "../../runtime/contract/v1.ts";
import { parameter } from "../helpers/api-document.ts";
import { entry, jsonGroup } from "../helpers/chat-api.ts";
import { judgeOf, SAY, text, told } from "./judge-fixture.ts";

const topical = (id: string, address: string, entries: Group["entries"]): Group =>
  jsonGroup(id, entries, {
    topic: {
      at: "/topic",
      address,
      parameters: [parameter({ in: "path", name: "n" }, { type: "integer" })],
    },
  });
const judge = judgeOf({
  groups: [
    topical("trades", "trades/{n}", [entry("say", "trade")]),
    topical("books", "book/{n}/top", [entry("ask", "book")]),
    jsonGroup("route", [entry("vote", "survey")]),
  ],
});
const table = [
  { given: { topic: "trades/1", ...SAY }, want: "accepted say" },
  { given: { topic: "book/1/top", type: "ask", question: "?" }, want: "accepted ask" },
  { given: { topic: "elsewhere", type: "vote" }, want: "accepted vote" },
  { given: { type: "vote" }, want: "accepted vote" },
  {
    given: { topic: "trades/x", ...SAY },
    want:
      'MESSAGE_INVALID - /topic: /topic of the message is a topic with another "n", ' +
      'expected an integer as "n"',
  },
  { given: { topic: "trades/1", type: "say", text: 1 }, want: /^MESSAGE_INVALID say \/text/ },
  { given: { topic: "trades/", ...SAY }, want: /^MESSAGE_UNKNOWN/ },
  { given: { topic: "trades/1/2", ...SAY }, want: /^MESSAGE_UNKNOWN/ },
  { given: { topic: "book/1", type: "ask" }, want: /^MESSAGE_UNKNOWN/ },
  { given: { topic: 7, ...SAY }, want: /^MESSAGE_UNKNOWN/ },
];

it.each(table)("$given: $want", ({ given, want }) => {
  const verdict = told(judge("text", text(given)));

  if (typeof want === "string") expect(verdict).toBe(want);
  else expect(verdict).toMatch(want);
});
