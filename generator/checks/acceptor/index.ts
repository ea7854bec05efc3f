/**
 * Byte acceptors: for each group of JSON messages a function that says of bytes that they are one message and right,
 * or that it does not know. `Acceptor` in the contract says what that means.
 */
import type { JsonSchema } from "../../model/api.ts";
import type { Group } from "../../../runtime/contract/v1.ts";
import type { GroupChoice } from "../choices.ts";
import { refTo } from "../prepare.ts";
import type { SchemaFailure } from "../prepare.ts";
import { lowerGroups, obstacleOf, planGroup } from "./groups.ts";
import type { GroupAcceptor } from "./groups.ts";
import { Lowering } from "./lowering.ts";
import { Planner } from "./planner.ts";
import { printJavaScript } from "./print-javascript.ts";
import { wasmCode } from "./wasm-code.ts";

/** What acceptors are made of. */
export interface AcceptorsInput {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly messages: readonly { readonly id: string; readonly schema: string | null }[];
  readonly groups: readonly Group[];
  readonly choices: readonly GroupChoice[];
  /** Schemas of which a part has no meaning: what refers to them is left to its check. */
  readonly failures: readonly SchemaFailure[];
  /** Objects and arrays inside each other in a message, 1 to 64. */
  readonly depth: number;
}

/** Acceptors of one API as code. */
export interface Acceptors {
  /** JavaScript: an expression whose value holds one `Acceptor` by group id. */
  readonly acceptors: string;
  /** JavaScript: an expression, `ApiModuleV1.together`. */
  readonly together: string;
  /** JavaScript: an expression, `ApiModuleV1.wasmAcceptors`. */
  readonly wasm: string;
}

/** Makes the acceptors of an API. The same input gives the same text. */
export function compileAcceptors(input: AcceptorsInput): Acceptors {
  const { planner, schemaOf } = planInput(input);
  const plans = input.groups.flatMap((group, index) => {
    const choice = input.choices[index];
    return choice === undefined || obstacleOf(group) !== null
      ? []
      : [planGroup(group, choice, schemaOf, planner)];
  });
  const lowering = new Lowering(planner, input.depth);
  const groups = lowerGroups(plans, lowering, input.depth).filter((group) => group !== null);
  const program = lowering.program(groups.map(({ name }) => name));
  const functions = groups.map(({ groupId, name }) => `[${JSON.stringify(groupId)}]:${name}`);
  const members = functions.join(",\n");
  return {
    acceptors: `(()=>{${printJavaScript(program)}\nreturn {__proto__:null,${members}}})()`,
    together: togetherCode(groups),
    wasm: wasmCode(program, groups),
  };
}

/** A planner for the schemas of an API that have a meaning, and the schema of each message. */
export function planInput(input: AcceptorsInput): {
  readonly planner: Planner;
  readonly schemaOf: (messageId: string) => unknown;
} {
  const failed = new Set(input.failures.map(({ schema }) => schema));
  const known = Object.entries(input.schemas).filter(([name]) => !failed.has(name));
  const schemas = new Map(
    input.messages.map(({ id, schema }) => [id, schema === null ? true : { $ref: refTo(schema) }]),
  );
  const planner = new Planner(Object.fromEntries(known));
  return { planner, schemaOf: (messageId) => schemas.get(messageId) ?? false };
}

/** What answers beyond the entries stand for. */
function togetherCode(groups: readonly GroupAcceptor[]): string {
  const members = groups.map(({ groupId, entries, sets }) => {
    const rows = sets.map(({ from, lists }) => [from, lists]);
    return `[${JSON.stringify(groupId)}]:of(${entries},${JSON.stringify(rows)})`;
  });
  const of = [
    "(count,sets)=>(answer)=>{",
    "const set=answer<count?undefined:sets.findLast(([from])=>from<=answer);",
    "return set?set[1].filter((_list,bit)=>((answer-set[0])>>bit)&1).flat():[answer]}",
  ];
  return `(()=>{const of=${of.join("")};return {__proto__:null,${members.join(",")}}})()`;
}
