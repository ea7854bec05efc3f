import type { ApiModuleV1, Route } from "../contract/v1.ts";
import { createJudge, type Codecs, type Judge } from "../messages/judge.ts";
import { pointerTokens, valueAt } from "../messages/pointer.ts";
import { withValueAt } from "../messages/with-value-at.ts";
import type { Item, Verdict } from "../messages/verdict.ts";
import { createOutbox, type MockFrame, type Outbox, type PathValues } from "./outbox.ts";

/** What a mock says on one route: greetings of its own accord, answers to what it is asked. */
export interface Conversation {
  greetings(values: PathValues): readonly MockFrame[];
  /** What the document says of a client's frame, and the frames that answer it. */
  hear(binary: boolean, bytes: Uint8Array, values: PathValues): Heard;
}

/** What became of a client's frame. */
export interface Heard {
  readonly verdict: Verdict;
  readonly answers: readonly MockFrame[];
}

/** Prepares a route once, for all of its connections. */
export function createConversation(
  module: ApiModuleV1,
  codecs: Codecs,
  route: Route,
): Conversation {
  const plan = route.flows.clientToServer;
  const judge: Judge = createJudge({ module, codecs, flow: "clientToServer", plan });
  const outbox = createOutbox(module, codecs, route.flows.serverToClient.groups);
  return {
    greetings: (values) => outbox.greetings(values),
    hear(binary, bytes, values) {
      const verdict = judge(binary ? "binary" : "text", bytes);
      const items = verdict.kind === "accepted" ? verdict.items : [];
      return { verdict, answers: items.flatMap((item) => answer(module, outbox, item, values)) };
    },
  };
}

/** The first of the declared replies that has a sample, with the request's correlation id in its place. */
function answer(
  module: ApiModuleV1,
  outbox: Outbox,
  item: Item,
  values: PathValues,
): readonly MockFrame[] {
  const [request] = item.entries;
  const id = correlationId(module, request.messageId, item.value);
  for (const messageId of request.replyMessageIds) {
    const place = module.api.messages[messageId]?.correlationAt ?? null;
    const frame = outbox.frameOf(messageId, values, (sample) =>
      place === null || id === undefined ? sample : withValueAt(sample, pointerTokens(place), id),
    );
    if (frame !== null) {
      return [frame];
    }
  }
  return [];
}

function correlationId(module: ApiModuleV1, messageId: string, value: unknown): unknown {
  const place = module.api.messages[messageId]?.correlationAt ?? null;
  return place === null ? undefined : valueAt(value, pointerTokens(place));
}
