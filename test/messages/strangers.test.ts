import { expect, it } from "vitest";
import type { JsonSchema } from "../../generator/model/api.ts";
import type { FlowPlan, Group } from "../../runtime/contract/v1.ts";
import { createJudge } from "../../runtime/messages/judge.ts";
import { inputOf } from "../checks/run-checks.ts";
import { compiledBySchema, judgeBySchema, type Schemas } from "./judge-by-schema.ts";
import { PLAIN } from "./judge-fixture.ts";

const text: JsonSchema = { type: "string" };
const object = (properties: Schemas): JsonSchema => ({
  type: "object",
  required: Object.keys(properties),
  properties,
});

const SAY = object({ type: { const: "say" }, version: { const: "2" }, text });
const CALL = object({ jsonrpc: { const: "2.0" }, method: { const: "say" }, params: text });
const FREE = object({ kind: { enum: ["a", "b"] }, text });

it.each([
  { what: "tags of another", schema: SAY, given: { type: "x", version: "3" }, isStranger: true },
  {
    what: "a method of another",
    schema: CALL,
    given: { jsonrpc: "2.0", method: "x" },
    isStranger: true,
  },
  { what: "another text at the root", schema: { const: "PING" }, given: "PONG", isStranger: true },
  {
    what: "its type and a wrong version",
    schema: SAY,
    given: { type: "say", version: "3" },
    isStranger: false,
  },
  {
    what: "its type and no text",
    schema: SAY,
    given: { type: "say", version: "2" },
    isStranger: false,
  },
  { what: "no tag", schema: SAY, given: { text: "x" }, isStranger: false },
  {
    what: "another version of the protocol alone",
    schema: CALL,
    given: { jsonrpc: "1.0" },
    isStranger: false,
  },
  {
    what: "a value that is none of a list",
    schema: FREE,
    given: { kind: "c", text: "x" },
    isStranger: false,
  },
])("of the only message, $what: unknown is $isStranger", ({ schema, given, isStranger }) => {
  const verdict = judgeBySchema({ say: schema })(given);

  expect(verdict).toMatchObject({
    kind: "refused",
    code: "MESSAGE_INVALID",
    isUnknown: isStranger,
  });
});

it("a list passes whole as unknown only where no message in it is known and wrong", () => {
  const { module } = compiledBySchema({ say: SAY });
  const groups = inputOf({ say: SAY }, ["say"]).groups.map((group): Group => ({
    ...group,
    framing: { kind: "array" },
  }));
  const plan: FlowPlan = { anything: false, onViolation: "reject", groups };
  const judge = createJudge({ module, codecs: () => PLAIN, flow: "clientToServer", plan });
  const verdictOf = (value: unknown) => judge("text", Buffer.from(JSON.stringify(value)));
  const stranger = { type: "x" };

  expect(verdictOf([stranger, stranger])).toMatchObject({ pointer: "/0/type", isUnknown: true });
  expect(verdictOf([stranger, { type: "say", version: "2" }])).toMatchObject({
    pointer: "/1/text",
    isUnknown: false,
  });
});
