/**
 * Byte acceptors: for each group of JSON messages a function that says of bytes that they are one message and right,
 * or that it does not know. `Acceptor` in the contract says what that means.
 */
import type { JsonSchema } from "../../model/api.ts";
import type { Group } from "../../../runtime/contract/v1.ts";
import type { GroupChoice } from "../choices.ts";
import { refTo } from "../prepare.ts";
import type { SchemaFailure } from "../prepare.ts";
import { lowerGroup, obstacleOf, planGroup } from "./groups.ts";
import { Lowering } from "./lowering.ts";
import { Planner } from "./planner.ts";
import { printJavaScript } from "./print-javascript.ts";

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

/** JavaScript: an expression whose value holds one `Acceptor` by group id. The same input gives the same text. */
export function acceptorsCode(input: AcceptorsInput): string {
  const failed = new Set(input.failures.map(({ schema }) => schema));
  const known = Object.fromEntries(
    Object.entries(input.schemas).filter(([name]) => !failed.has(name)),
  );
  const planner = new Planner(known);
  const schemas = new Map(
    input.messages.map(({ id, schema }) => [id, schema === null ? true : { $ref: refTo(schema) }]),
  );
  const plans = input.groups.flatMap((group, index) => {
    const choice = input.choices[index];
    return choice === undefined || obstacleOf(group) !== null
      ? []
      : [planGroup(group, choice, (id) => schemas.get(id) ?? false, planner)];
  });
  const lowering = new Lowering(planner, input.depth);
  const roots = new Map(
    plans.map((plan) => [plan.groupId, lowerGroup(plan, lowering, input.depth)] as const),
  );
  const program = printJavaScript(lowering.program([...roots.values()]));
  const members = [...roots].map(([id, name]) => `[${JSON.stringify(id)}]:${name}`);
  return `(()=>{${program}\nreturn {__proto__:null,${members.join(",\n")}}})()`;
}
