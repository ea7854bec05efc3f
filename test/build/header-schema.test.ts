import { describe, expect, test } from "vitest";

import { compileChecks } from "../../generator/checks/index.ts";
import { runChecks } from "../checks/run-checks.ts";
import { understand, v3 } from "./understand.ts";

/** A document of one message with headers at a place in its payload. */
const document = (payload: string, more = ""): string =>
  v3(`
channels:
  room:
    address: /room
    x-framegate: {headersAt: /meta/headers}
    messages:
      ask:
        headers: {type: object, required: [id], properties: {id: {type: integer}}}
        payload: ${payload}${more}
operations: {ask: {action: receive, channel: {$ref: '#/channels/room'}}}`);

const OPEN = "{type: object, properties: {text: {type: string}}}";
const CLOSED = "{type: object, additionalProperties: false, properties: {text: {type: string}}}";

describe.each([
  { payload: "open", given: OPEN },
  { payload: "closed", given: CLOSED },
])("headers inside a payload that is $payload", ({ given }) => {
  test.each([
    { value: { text: "a", meta: { headers: { id: 1 } } }, pointer: null },
    { value: { text: "a", meta: { headers: { id: "1" } } }, pointer: "/meta/headers/id" },
    { value: { text: "a", meta: { headers: {} } }, pointer: "/meta/headers/id" },
    { value: { text: "a" }, pointer: "/meta" },
    { value: { text: 1, meta: { headers: { id: 1 } } }, pointer: "/text" },
  ])("are checked with it: $pointer", async ({ value, pointer }) => {
    const { model } = await understand(document(given));
    const [message] = model.messages;
    const schema = message?.payload.kind === "json" ? message.payload.schema : "";
    const flows = ["clientToServer"] as const;
    const messages = [{ id: "ask", schema, flows }];
    const checks = runChecks(
      compileChecks({ schemas: model.schemas, messages, groups: [] }),
    ).clientChecks;

    expect(checks["ask"]?.(value)?.pointer ?? null).toBe(pointer);
  });
});

test("an example's headers stand where frames have them", async () => {
  const { model } = await understand(
    document(OPEN, "\n        examples: [{payload: {text: a}, headers: {id: 7}}]"),
  );

  expect(model.messages[0]?.examples).toEqual([{ text: "a", meta: { headers: { id: 7 } } }]);
});
