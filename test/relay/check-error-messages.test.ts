import { expect, test } from "vitest";
import { checkErrorMessages } from "../../runtime/relay/check-error-messages.ts";
import { type ChatChanges, chatApi } from "../helpers/chat-api.ts";

function check(changes: ChatChanges): void {
  const { module } = chatApi(changes);
  const codecs = (): never => {
    throw new Error("the chat API is JSON only");
  };
  checkErrorMessages([{ module, hooks: null, codecs }]);
}

test("a gateway does not start with an error message that it could never send", () => {
  expect(() => check({ hasErrorMessage: true, errorPayload: { code: "odd" } })).toThrow(
    'x-framegate.errorMessage of "Chat" cannot be sent on route "/chat": ' +
      "/code is a string, expected an even string",
  );
});

test("it starts with one that fits, and without any", () => {
  expect(() => check({ hasErrorMessage: true })).not.toThrow();
  expect(() => check({ errorPayload: { code: 1 } })).not.toThrow();
});
