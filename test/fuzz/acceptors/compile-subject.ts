import { runInThisContext } from "node:vm";
import { compileAcceptors } from "../../../generator/checks/acceptor/index.ts";
import { compileChecks } from "../../../generator/checks/index.ts";
import type { CheckedMessage } from "../../../generator/checks/index.ts";
import type { JsonSchema } from "../../../generator/model/api.ts";
import { createContractV1 } from "../../../runtime/contract/create.ts";
import type {
  Acceptor,
  ContractV1,
  Flow,
  Group,
  WasmAcceptors,
} from "../../../runtime/contract/v1.ts";
import { createAuthority, createReader } from "./authority.ts";
import type { Compiled, Reader } from "./authority.ts";
import { createWasmTwins } from "./wasm-twin.ts";

/** One group of messages: its acceptor, what is right, and the schemas that its messages fit. */
export interface Subject {
  readonly name: string;
  readonly accept: Reader;
  /** The same acceptor as WebAssembly. */
  readonly twin: Reader;
  /** What both are made of. */
  readonly javascript: Acceptor;
  readonly wasm: WasmAcceptors | undefined;
  readonly authority: Reader;
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
  const made = compileAcceptors({ schemas, messages, groups, choices, failures, depth: DEPTH });
  const own = `acceptors:${sabotage(made.acceptors)},together:${made.together},wasmAcceptors:${made.wasm}`;
  const run = runInThisContext(
    `(v1)=>{${checks.code}return {clientChecks,serverChecks,choosers,${own}}}`,
  ) as (contract: ContractV1) => Compiled;
  const module = run(createContractV1());
  const twins = module.wasmAcceptors === undefined ? {} : createWasmTwins(module.wasmAcceptors);
  const schemaOf = new Map(messages.map(({ id, schema }) => [id, schema] as const));
  return input.groups.flatMap(({ group, flow }) => {
    const accept = createReader(module, group);
    const twin = createReader({ ...module, acceptors: twins }, group);
    const javascript = module.acceptors?.[group.id];
    return accept === null || twin === null || javascript === undefined
      ? []
      : [
          {
            name: `${name} ${group.id}`,
            accept,
            twin,
            javascript,
            wasm: module.wasmAcceptors,
            authority: createAuthority(module, group, flow, DEPTH),
            schemas,
            schemaNames: group.entries.map(({ messageId }) => schemaOf.get(messageId) ?? null),
          },
        ];
  });
}
