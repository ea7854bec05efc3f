import type { JsonSchema } from "../../generator/model/api.ts";
import { compileChecks } from "../../generator/checks/index.ts";
import type { ApiModuleV1, FlowPlan } from "../../runtime/contract/v1.ts";
import { createJudge } from "../../runtime/messages/judge.ts";
import type { Verdict } from "../../runtime/messages/verdict.ts";
import { inputOf, runChecks } from "../checks/run-checks.ts";
import { apiDocument } from "../helpers/api-document.ts";
import { PLAIN } from "./judge-fixture.ts";

/** Schemas of messages by name; `messages` are those that may be sent, the rest are referred to. */
export type Schemas = Readonly<Record<string, JsonSchema>>;

/** Judges a client's value, or its text. */
export type JudgeValue = (value: unknown, text?: string) => Verdict;

/** Judges by messages compiled from these schemas, all of one flow. */
export function judgeBySchema(schemas: Schemas, messages?: readonly string[]): JudgeValue {
  return compiledBySchema(schemas, messages).judge;
}

/** The same, and what was compiled. */
export function compiledBySchema(
  schemas: Schemas,
  messages: readonly string[] = Object.keys(schemas),
): { readonly module: ApiModuleV1; readonly judge: JudgeValue } {
  const input = inputOf(schemas, messages);
  const entries = messages.map(
    (id) =>
      [
        id,
        {
          contentType: null,
          frame: "text",
          correlationAt: null,
          sensitive: [],
          schema: id,
          codec: null,
          samples: [],
        },
      ] as const,
  );
  const api = apiDocument({ schemas, messages: Object.fromEntries(entries) });
  const module: ApiModuleV1 = { api, ...runChecks(compileChecks(input)) };
  const plan: FlowPlan = { anything: false, onViolation: "reject", groups: input.groups };
  const judge = createJudge({ module, codecs: () => PLAIN, flow: "clientToServer", plan });
  return {
    module,
    judge: (value, text = JSON.stringify(value)) => judge("text", Buffer.from(text)),
  };
}
