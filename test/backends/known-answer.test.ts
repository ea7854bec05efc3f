import { describe, expect, test } from "vitest";
import { KnownAnswer } from "../../runtime/backends/known-answer.ts";

const FIRST = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
const SECOND = "HSmrc0sMlYUkAGmm5OPpG2HaGWk=";

const answer = (accept: string, more = ""): string =>
  `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
  `Sec-WebSocket-Accept: ${accept}\r\n${more}\r\n`;

function knownAnswer(text: string): KnownAnswer {
  const known = new KnownAnswer();
  known.learn(text, FIRST);
  return known;
}

test("an answer is known where only its Sec-WebSocket-Accept differs and is the expected one", () => {
  expect(knownAnswer(answer(FIRST)).matches(answer(SECOND), SECOND)).toBe(true);
});

test("nothing is known at the beginning", () => {
  expect(new KnownAnswer().matches(answer(FIRST), FIRST)).toBe(false);
});

describe("an answer is not known", () => {
  test.each([
    ["that accepts another key", answer(FIRST)],
    ["that accepts in other letters", answer(SECOND.toLowerCase())],
    ["with another status", answer(SECOND).replace("101", "200")],
    ["with one header more", answer(SECOND, "X-A: 1\r\n")],
    ["with a subprotocol", answer(SECOND, "Sec-WebSocket-Protocol: chat\r\n")],
    ["with a header less", answer(SECOND).replace("Upgrade: websocket\r\n", "")],
    ["in other letters", answer(SECOND).replace("websocket", "WebSocket")],
    ["that is cut", answer(SECOND).slice(0, -1)],
  ])("%s", (_, text) => {
    expect(knownAnswer(answer(FIRST)).matches(text, SECOND)).toBe(false);
  });

  test("when the one before said its Sec-WebSocket-Accept twice", () => {
    const twice = (accept: string): string => answer(accept, `X-Accept: ${accept}\r\n`);

    expect(knownAnswer(twice(FIRST)).matches(twice(SECOND), SECOND)).toBe(false);
  });
});
