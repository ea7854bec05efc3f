import type { JsonSchema } from "../model/api.ts";
import type { Fault, Flow, Group } from "../../runtime/contract/v1.ts";
import type { SchemaFailure } from "./prepare.ts";
import { compileValidators } from "./validators.ts";
import type { Validators } from "./validators.ts";
import { chooseMessages } from "./choices.ts";
import type { GroupChoice } from "./choices.ts";
import { CHOOSER_PRELUDE, chooserCode } from "./chooser-code.ts";
import { liveFault } from "./live-fault.ts";
import { runValidators } from "./live.ts";

/** What checks are made of: part of the model, part of the compiled API. */
export interface ChecksInput {
  /** Normalised 2020-12 schemas by name; `$ref`s are `#/$defs/<name>`. */
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly messages: readonly CheckedMessage[];
  readonly groups: readonly Group[];
}

/** A message, the schema its value must fit, and the ways it may go. */
export interface CheckedMessage {
  readonly id: string;
  /** Name in `schemas`; null: any value. */
  readonly schema: string | null;
  readonly flows: readonly Flow[];
}

/** Checks of one API as code for the gateway, and live for this process. */
export interface CompiledChecks {
  /**
   * JavaScript statements: given `v1`, they define `clientChecks`, `serverChecks` and `choosers`.
   */
  readonly code: string;
  /** What is wrong with `value` as that message; null: nothing, or (server flow) formats only. */
  readonly check: (messageId: string, flow: Flow, value: unknown) => Fault | null;
  /** By group: what tells its messages apart. */
  readonly choices: readonly GroupChoice[];
  /** Schemas, or parts, that no validator can be made of. They refuse everything. */
  readonly failures: readonly SchemaFailure[];
}

/** Compiles the checks of one API. The same input gives the same text. */
export function compileChecks(input: ChecksInput): CompiledChecks {
  const choices = chooseMessages(input);
  const names = new Set(input.messages.flatMap(({ schema }) => (schema === null ? [] : [schema])));
  const validators = compileValidators(input.schemas, names);
  const code = [
    `const validators=${validators.code};`,
    `const strict=validators(v1.require);`,
    `const tolerant=${tolerantCode(input, validators)};`,
    `const clientChecks=${checksCode(input, validators, "clientToServer")};`,
    `const serverChecks=${checksCode(input, validators, "serverToClient")};`,
    CHOOSER_PRELUDE,
    `const choosers=${choosersCode(choices)};`,
  ].join("\n");
  let live: ReturnType<typeof runValidators> | null = null;
  const schemaOf = new Map(input.messages.map(({ id, schema }) => [id, schema]));
  return {
    code: `${code}\n`,
    choices,
    failures: validators.failures,
    check: (messageId, flow, value) => {
      const schema = schemaOf.get(messageId) ?? null;
      live ??= runValidators(validators.code);
      return schema === null
        ? null
        : liveFault(live(validators.keys.get(schema) ?? ""), flow, value);
    },
  };
}

/**
 * The same validators with formats that fit everything; only made where a server message needs
 * them.
 */
function tolerantCode(input: ChecksInput, { withFormat }: Validators): string {
  const needed = input.messages.some(
    ({ schema, flows }) =>
      schema !== null && withFormat.has(schema) && flows.includes("serverToClient"),
  );
  const module = 's==="framegate/formats"?"framegate/no-formats":s';
  return needed ? `validators((s)=>v1.require(${module}))` : "null";
}

function checksCode(input: ChecksInput, validators: Validators, flow: Flow): string {
  const members = input.messages
    .filter(({ flows }) => flows.includes(flow))
    .map(({ id, schema }) => `[${JSON.stringify(id)}]:${checkCode(schema, validators, flow)}`);
  return `{__proto__:null,${members.join(",\n")}}`;
}

function checkCode(schema: string | null, validators: Validators, flow: Flow): string {
  if (schema === null) {
    return "()=>null";
  }
  const key = validators.keys.get(schema);
  if (key === undefined) {
    const fault = { pointer: "", found: "a value", expected: "nothing", keyword: "$ref" };
    return `()=>(${JSON.stringify(fault)})`;
  }
  const isTolerant = flow === "serverToClient" && validators.withFormat.has(schema);
  return isTolerant ? `v1.check(strict.${key},tolerant.${key})` : `v1.check(strict.${key})`;
}

function choosersCode(choices: readonly GroupChoice[]): string {
  const members = choices.map(
    ({ groupId, choice }) => `[${JSON.stringify(groupId)}]:${chooserCode(choice)}`,
  );
  return `{__proto__:null,${members.join(",\n")}}`;
}
