import { expect, it } from "vitest";

import { relayFixture } from "./relay-fixture.ts";

const replies = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => line.startsWith("reply"));

it("a client's request and the server's reply are matched by id", () => {
  const { client, backend, clock, observer } = relayFixture();

  client.peerSends('{"type":"ask","question":"why","id":"q1"}');
  clock.advance(40);
  backend.peerSends('{"type":"answer","text":"because","id":"q1"}');

  expect(replies(observer.lines)).toEqual(["reply inquire matched 40"]);
});

it("servers ask too", () => {
  const { client, backend, observer } = relayFixture();

  backend.peerSends('{"type":"poll","id":1}');
  client.peerSends('{"type":"vote","id":1}');

  expect(replies(observer.lines)).toEqual(["reply survey matched 0"]);
});

it("a missing, a late and an unexpected reply are counted, and replies forwarded all the same", () => {
  const { client, backend, clock, observer } = relayFixture();

  client.peerSends('{"type":"ask","question":"why","id":1}');
  clock.advance(6_000);
  backend.peerSends('{"type":"answer","text":"late","id":1}');
  backend.peerSends('{"type":"answer","text":"what","id":99}');

  expect(replies(observer.lines)).toEqual([
    "reply inquire missing null",
    "reply inquire late 6000",
    "reply inquire unexpected null",
  ]);
  expect(client.sent).toHaveLength(2);
  expect(observer.refusals).toMatchObject([
    { code: "REPLY_UNEXPECTED", action: "observed", messageId: "answer" },
  ]);
});

it("further replies to one request, as a subscription has them, are not unexpected", () => {
  const { client, backend, observer } = relayFixture();

  client.peerSends('{"type":"ask","question":"why","id":1}');
  backend.peerSends('{"type":"answer","text":"one","id":1}');
  backend.peerSends('{"type":"answer","text":"two","id":1}');

  expect(replies(observer.lines)).toEqual(["reply inquire matched 0"]);
  expect(client.sent).toHaveLength(2);
});

it.each([
  { onUnexpectedReply: "observe", action: "observed", sent: 1, isClosed: false },
  { onUnexpectedReply: "drop", action: "dropped", sent: 0, isClosed: false },
  { onUnexpectedReply: "reject", action: "dropped", sent: 0, isClosed: false },
  { onUnexpectedReply: "close", action: "closed", sent: 0, isClosed: true },
] as const)(
  "a reply that nobody asked for is $action where the document says $onUnexpectedReply",
  ({ onUnexpectedReply, action, sent, isClosed }) => {
    const { client, backend, observer } = relayFixture({ onUnexpectedReply });

    backend.peerSends('{"type":"answer","text":"what","id":99}');

    expect(observer.refusals).toMatchObject([{ code: "REPLY_UNEXPECTED", action }]);
    expect(replies(observer.lines)).toEqual(["reply inquire unexpected null"]);
    expect(client.sent).toHaveLength(sent);
    expect(backend.closedWith !== null).toBe(isClosed);
  },
);

it("serve --observe forwards what the document drops, and a late reply is never dropped", () => {
  const observing = relayFixture({ onUnexpectedReply: "drop", observeOnly: true });
  const { client, backend, clock, observer } = relayFixture({ onUnexpectedReply: "drop" });

  observing.backend.peerSends('{"type":"answer","text":"what","id":99}');
  client.peerSends('{"type":"ask","question":"why","id":1}');
  clock.advance(6_000);
  backend.peerSends('{"type":"answer","text":"late","id":1}');

  expect(observing.client.sent).toHaveLength(1);
  expect(client.sent).toHaveLength(1);
  expect(observer.refusals).toEqual([]);
});

it("without an id nothing is tracked", () => {
  const { client, backend, clock, observer } = relayFixture();

  client.peerSends('{"type":"ask","question":"why"}');
  backend.peerSends('{"type":"answer","text":"because"}');
  clock.advance(60_000);

  expect(replies(observer.lines)).toEqual([]);
});

it("a refused request is not waited for", () => {
  const { client, backend, clock, observer } = relayFixture({ onViolation: "drop" });

  client.peerSends('{"type":"ask","question":1,"id":1}');
  clock.advance(60_000);
  backend.peerSends('{"type":"answer","text":"because","id":1}');

  expect(replies(observer.lines)).toEqual(["reply inquire unexpected null"]);
});
