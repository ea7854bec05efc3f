import { expect, it } from "vitest";

import { errorMessageFault, writeErrorMessage } from "../../runtime/messages/error-message.ts";
import { createWriter } from "../../runtime/messages/outgoing.ts";
import { type ChatChanges, chatApi } from "../helpers/chat-api.ts";

function fixture(changes: ChatChanges) {
  const { module, route } = chatApi({ hasErrorMessage: true, ...changes });
  const codecs = (): never => {
    throw new Error("the chat API is JSON only");
  };
  return { api: module.api, write: createWriter({ module, codecs, route }) };
}

it("the template is filled wherever a string stands, and nothing in it is filled twice", () => {
  const { api, write } = fixture({
    errorPayload: { code: "{code}", deep: [{ at: "{pointer}", text: "<{message}>" }], n: 1 },
  });

  const outgoing = writeErrorMessage(api, write, {
    code: "MESSAGE_INVALID",
    message: "{pointer} is odd",
    pointer: "/a",
  });

  expect(outgoing?.kind === "text" ? Buffer.from(outgoing.bytes).toString() : outgoing).toBe(
    '{"code":"MESSAGE_INVALID","deep":[{"at":"/a","text":"<{pointer} is odd>"}],"n":1}',
  );
});

it("a long message is cut at 200 characters", () => {
  const { api, write } = fixture({ errorPayload: { code: "{message}" } });

  const outgoing = writeErrorMessage(api, write, {
    code: "MESSAGE_INVALID",
    message: "x".repeat(500),
    pointer: null,
  });

  const text = outgoing?.kind === "text" ? Buffer.from(outgoing.bytes).toString() : "";
  expect(text).toBe(`{"code":"${"x".repeat(200)}"}`);
});

it("a template that is not what the document says of its message is a fault, wrong formats included", () => {
  const wrongType = fixture({ errorPayload: { code: 1 } });
  const wrongFormat = fixture({ errorPayload: { code: "odd" } });
  const right = fixture({});

  expect(errorMessageFault(wrongType.api, wrongType.write)).toMatchObject({ pointer: "/code" });
  expect(errorMessageFault(wrongFormat.api, wrongFormat.write)).toMatchObject({
    keyword: "format",
  });
  expect(errorMessageFault(right.api, right.write)).toBeNull();
});

it("a message that is not declared is never written", () => {
  const { write } = fixture({});

  expect(write("serverToClient", "constructor", {})).toMatchObject({ kind: "fault" });
});
