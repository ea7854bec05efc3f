import { expect, test } from "vitest";
import { understand, v3 } from "./understand.ts";

test.each([
  { code: "{type: integer}", is: "not" },
  { code: "{type: string, maxLength: 8}", is: "not" },
  { code: "{type: string, enum: [MESSAGE_INVALID, MESSAGE_UNKNOWN]}", is: "" },
])("errorMessage is $is what its message says where code is $code", async ({ code, is }) => {
  const { diagnostics } = await understand(
    v3(`x-framegate: {errorMessage: {message: error, payload: {code: '{code}', at: ['{pointer}']}}}
channels:
  room:
    address: /room
    messages: {error: {payload: {type: object, properties: {code: ${code}}}}}
operations: {fail: {action: send, channel: {$ref: '#/channels/room'}}}`),
  );

  expect(diagnostics.filter(({ rule }) => rule !== "perspective-decided")).toMatchObject(
    is === ""
      ? []
      : [
          {
            rule: "error-message-payload",
            severity: "error",
            place: { pointer: "/x-framegate/errorMessage/payload" },
          },
        ],
  );
});
