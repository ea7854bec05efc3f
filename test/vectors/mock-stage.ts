import { expect, onTestFinished } from "vitest";
import { loadCodecs } from "../../runtime/messages/codec/load.ts";
import { startMock, type MockEvent } from "../../runtime/mock/mock.ts";
import { createMailbox } from "../helpers/mailbox.ts";
import { compiledForVectors } from "./generated-sdk.ts";
import { payloadOf } from "./frame-text.ts";
import { authOf, listenTo, sdkRoute, valuesOf, type AnyClient, type Ears } from "./sdk-client.ts";
import type { Step, Vector } from "./vector.ts";

/** Of a step that says what the server does, or of a frame that no SDK writes. */
const NOT_THE_MOCKS =
  "a mock says what its document has examples of, when it likes; it is told by an SDK what to answer";

/** Why the mock cannot play a step; null: it can. */
export function whyNotTheMock(step: Step): string | null {
  if (step.do === "request") return null;
  return step.do === "send" && step.refused?.code !== "MESSAGE_TOO_BIG" ? null : NOT_THE_MOCKS;
}

/**
 * Plays what a client says in a vector to a mock of its document: the mock takes what is right, says what is wrong and
 * answers questions, and every frame that it sends is a message of the document.
 */
export async function playAgainstMock({ document, route, connect, steps }: Vector): Promise<void> {
  const { module, sdk } = await compiledForVectors(document);
  const heard = createMailbox<MockEvent>("an event of the mock");
  const sent: MockEvent[] = [];
  const mock = await startMock({
    module,
    codecs: await loadCodecs(module.api),
    host: "127.0.0.1",
    port: 0,
    intervalMs: null,
    delayMs: 0,
    fault: null,
    log(event) {
      if (event.event === "sent") sent.push(event);
      if (event.event === "accepted" || event.event === "refused") heard.put(event);
    },
  });
  onTestFinished(() => mock.close());
  const { connect: open, table } = await sdkRoute(sdk, route);
  const client = await open(valuesOf(table, connect.parameters), {
    url: mock.url,
    auth: authOf(connect.auth),
    validate: { outgoing: "off" },
  });
  const ears = listenTo(client, table);

  for (const step of steps.filter((one) => whyNotTheMock(one) === null)) {
    const problem = await played(client, step).then(() => null, String);
    expect(problem).toBeNull();
    expectHeard(await heard.next(), step);
  }
  await client.close();
  await expectMessages(ears, sent.length);
}

/** Calls the SDK and waits: a question for its reply, which only one with its id can be. */
async function played(client: AnyClient, step: Step): Promise<unknown> {
  if (step.do === "send") {
    const options = step.topic === undefined ? {} : { topic: step.topic };
    return client.send[step.message]?.(payloadOf(step.payload), options);
  }
  return step.do === "request"
    ? client.request[step.operation]?.(payloadOf(step.payload), {})
    : undefined;
}

/** The mock says of a message what the vector says of it. */
function expectHeard({ event, messageId, detail }: MockEvent, step: Step): void {
  const refused = step.do === "send" ? step.refused : undefined;
  if (refused !== undefined) {
    expect(event).toBe("refused");
    expect(detail).toContain(refused.inFrame ?? refused.pointer ?? "");
    return;
  }
  expect({ event, detail }).toEqual({ event: "accepted", detail: null });
  if (step.do === "send") expect(messageId).toBe(step.message);
}

/** All that the mock sent came as messages of the document. */
async function expectMessages({ deliveries }: Ears, count: number): Promise<void> {
  const all = await Promise.all(
    Array.from({ length: deliveries.waiting }, () => deliveries.next()),
  );
  expect(all.filter((one) => !("message" in one))).toEqual([]);
  expect(all.length).toBe(count);
}
