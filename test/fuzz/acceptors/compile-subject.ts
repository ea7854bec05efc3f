import { runInThisContext } from "node:vm";
import { acceptorsCode } from "../../../generator/checks/acceptor/index.ts";
import { compileChecks } from "../../../generator/checks/index.ts";
import type { CheckedMessage } from "../../../generator/checks/index.ts";
import type { JsonSchema } from "../../../generator/model/api.ts";
import { createContractV1 } from "../../../runtime/contract/create.ts";
import type { Acceptor, ContractV1, Flow, Group } from "../../../runtime/contract/v1.ts";
import { createAuthority } from "./authority.ts";
import type { Compiled } from "./authority.ts";

/** One group of messages: its acceptor, what is right, and the schemas that its messages fit. */
export interface Subject {
  readonly name: string;
  readonly accept: Acceptor;
  readonly authority: Acceptor;
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  /** Names in `schemas`, by entry; null: any value. */
  readonly schemaNames: readonly (string | null)[];
}

/** What subjects are compiled of. */
export interface SubjectsInput {
  readonly name: string;
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly messages: readonly CheckedMessage[];
  readonly groups: readonly { readonly group: Group; readonly flow: Flow }[];
  /** Changes the acceptors' text, to see whether that is noticed. */
  readonly sabotage?: (code: string) => string;
}

const DEPTH = 64;

/** Compiles checks and acceptors together; groups without an acceptor are left out. */
export function compileSubjects(input: SubjectsInput): readonly Subject[] {
  const { name, schemas, messages, sabotage = (code: string) => code } = input;
  const groups = input.groups.map(({ group }) => group);
  const checks = compileChecks({ schemas, messages, groups });
  const { choices, failures } = checks;
  const code = acceptorsCode({ schemas, messages, groups, choices, failures, depth: DEPTH });
  const run = runInThisContext(
    `(v1)=>{${checks.code}return {clientChecks,serverChecks,choosers,acceptors:${sabotage(code)}}}`,
  ) as (contract: ContractV1) => Compiled;
  const module = run(createContractV1());
  const schemaOf = new Map(messages.map(({ id, schema }) => [id, schema] as const));
  return input.groups.flatMap(({ group, flow }) => {
    const accept = module.acceptors?.[group.id];
    return accept === undefined
      ? []
      : [
          {
            name: `${name} ${group.id}`,
            accept,
            authority: createAuthority(module, group, flow, DEPTH),
            schemas,
            schemaNames: group.entries.map(({ messageId }) => schemaOf.get(messageId) ?? null),
          },
        ];
  });
}
