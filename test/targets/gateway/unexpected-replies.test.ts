import { expect, test } from "vitest";

import { planFlow } from "../../../generator/targets/api/groups.ts";
import { indexModel } from "../../../generator/targets/api/model-index.ts";
import { understand, v3 } from "../../build/understand.ts";

const document = (root: string): string =>
  v3(`${root}
channels: {room: {address: /room, messages: {ask: {payload: true}, answer: {payload: true}}}}
operations:
  ask:
    action: receive
    channel: {$ref: '#/channels/room'}
    messages: [{$ref: '#/channels/room/messages/ask'}]
    reply: {channel: {$ref: '#/channels/room'}, messages: [{$ref: '#/channels/room/messages/answer'}]}`);

test.each([
  { given: "", want: undefined },
  { given: "\nx-framegate: {onViolation: {clientToServer: drop}}", want: undefined },
  { given: "\nx-framegate: {onViolation: {serverToClient: drop}}", want: "drop" },
])("only a written onViolation holds for replies that nobody asked for: $want", async (row) => {
  const { model } = await understand(document(row.given));
  const [route] = model.routes;
  if (route === undefined) throw new Error("the document has a route");

  const { groups } = planFlow(indexModel(model), route, "serverToClient");

  expect(groups[0]?.entries[0]?.onUnexpectedReply).toBe(row.want);
});
