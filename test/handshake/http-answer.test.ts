import { expect, test } from "vitest";
import { answerFor } from "../../runtime/handshake/http-answer.ts";
import { Refusal } from "../../runtime/refusals.ts";

test("the reason that a hook gave for its no is not told to the client", () => {
  const answer = answerFor(new Refusal("FORBIDDEN", { reason: "on the list of 3 May" }));

  expect(answer.status).toBe(403);
  expect(JSON.parse(answer.body)).toMatchObject({ code: "FORBIDDEN", title: "not allowed" });
  expect(answer.body).not.toContain("3 May");
});
