import { runInThisContext } from "node:vm";
import { compileChecks } from "../../generator/checks/index.ts";
import type { ChecksInput, CompiledChecks } from "../../generator/checks/index.ts";
import type { JsonSchema } from "../../generator/model/api.ts";
import { createContractV1 } from "../../runtime/contract/create.ts";
import type { ApiModuleV1, ContractV1, Entry, Group } from "../../runtime/contract/v1.ts";

export type RunChecks = Pick<ApiModuleV1, "clientChecks" | "serverChecks" | "choosers">;

/** Compiles checks and runs their code as the gateway does, with the real contract. */
export function runChecks(compiled: Pick<CompiledChecks, "code">): RunChecks {
  const script = runInThisContext(
    `(v1)=>{${compiled.code}return {clientChecks,serverChecks,choosers}}`,
  ) as (contract: ContractV1) => RunChecks;
  return script(createContractV1());
}

/** Input with one message for each of the schemas `ids`, of the same name, both ways, in the group `all`. */
export function inputOf(
  schemas: Readonly<Record<string, JsonSchema>>,
  ids: readonly string[] = Object.keys(schemas),
): ChecksInput {
  return {
    schemas,
    messages: ids.map((id) => ({
      id,
      schema: id,
      flows: ["clientToServer", "serverToClient"] as const,
    })),
    groups: [groupOf("all", ids)],
  };
}

/** A group of JSON text messages. */
export function groupOf(id: string, messageIds: readonly string[]): Group {
  return {
    id,
    frame: "text",
    encoding: "json",
    framing: { kind: "message" },
    topic: null,
    entries: messageIds.map(entryOf),
  };
}

function entryOf(messageId: string): Entry {
  return {
    messageId,
    operationId: "operation",
    channelId: "channel",
    onViolation: "reject",
    scopes: [],
    replyTo: null,
    replyMessageIds: [],
    replyTimeoutMs: 30_000,
  };
}

/** Compiles and runs at once. */
export function checksOf(schemas: Readonly<Record<string, JsonSchema>>): RunChecks {
  return runChecks(compileChecks(inputOf(schemas)));
}
