import { describeChoice } from "../describe.ts";
import { escapeToken } from "../prepare.ts";
import { MAX_CODE, MAX_MESSAGE_WORK, lowerGroups, obstacleOf, planGroup } from "./groups.ts";
import type { GroupAcceptor, GroupPlan } from "./groups.ts";
import { planInput } from "./index.ts";
import type { AcceptorsInput } from "./index.ts";
import type { Gap } from "./keywords.ts";
import { Lowering } from "./lowering.ts";
import { childrenOf } from "./measures.ts";
import { crowdOf, isUnproven } from "./obstacles.ts";
import type { PlanId } from "./plan.ts";
import type { Planner } from "./planner.ts";
import { printJavaScript } from "./print-javascript.ts";
import { wasmModule } from "./wasm-code.ts";

/** What can be said of the acceptors of one API. */
export interface AcceptorsExplanation {
  readonly groups: readonly GroupExplanation[];
  /** Of the code of all acceptors, shared functions counted once. */
  readonly javascriptBytes: number;
  /** Of the module that holds all of them; 0: there is none, because it would be too large or hold nothing. */
  readonly wasmBytes: number;
}

/** What can be said of the acceptor of one group. */
export interface GroupExplanation {
  readonly groupId: string;
  /** One line: what tells its messages apart. */
  readonly toldBy: string;
  /** Why there is none; null: there is one. */
  readonly obstacle: string | null;
  /** Characters of its code, shared functions included. */
  readonly size: number;
  /** By entry. */
  readonly entries: readonly EntryExplanation[];
}

/** Is a message read without being decoded? `partly`: where it holds none of what `gaps` name. */
export interface EntryExplanation {
  readonly messageId: string;
  readonly accepted: "yes" | "partly" | "no";
  readonly reason: string | null;
  readonly gaps: readonly GapPlace[];
}

/** A keyword that acceptors cannot read, and the schema that holds it. */
export interface GapPlace {
  readonly keyword: string;
  /** Name in `schemas` and JSON pointer of the schema in it; null: it is made of several. */
  readonly schema: { readonly name: string; readonly pointer: string } | null;
}

/** Explains the acceptors of an API, group by group. */
export function explainAcceptors(input: AcceptorsInput): AcceptorsExplanation {
  const { planner, schemaOf } = planInput(input);
  const plans = input.groups.map((group, index) => {
    const choice = input.choices[index];
    return choice === undefined || obstacleOf(group) !== null
      ? null
      : planGroup(group, choice, schemaOf, planner);
  });
  const lowering = new Lowering(planner, input.depth);
  const made = plans.filter((plan) => plan !== null);
  const lowered = lowerGroups(made, lowering, input.depth);
  const acceptors = new Map(lowered.map((acceptor, at) => [made[at], acceptor] as const));
  const places = placesOf(input.schemas);
  const groups = input.groups.map((group, index) => {
    const planned = plans[index] ?? null;
    const acceptor = planned === null ? null : (acceptors.get(planned) ?? null);
    const plan = acceptor === null ? null : planned;
    const choice = input.choices[index];
    return {
      groupId: group.id,
      toldBy: choice === undefined ? "" : describeChoice(choice),
      obstacle: obstacleOf(group) ?? (acceptor === null ? TOO_MUCH_CODE : null),
      size: acceptor === null ? 0 : sizeOf(acceptor, lowering),
      entries: group.entries.map(({ messageId }, at) =>
        explainEntry(messageId, plan === null ? null : { plan, at }, { planner, lowering, places }),
      ),
    };
  });
  const kept = lowered.filter((acceptor) => acceptor !== null);
  return { groups, ...bytesOf(kept, lowering) };
}

/** Bytes of the code of some acceptors together. */
function bytesOf(
  acceptors: readonly GroupAcceptor[],
  lowering: Lowering,
): Pick<AcceptorsExplanation, "javascriptBytes" | "wasmBytes"> {
  if (acceptors.length === 0) {
    return { javascriptBytes: 0, wasmBytes: 0 };
  }
  const program = lowering.program(acceptors.map(({ name }) => name));
  const module = wasmModule(program, acceptors);
  return {
    javascriptBytes: Buffer.byteLength(printJavaScript(program)),
    wasmBytes: module?.bytes.length ?? 0,
  };
}

const COSTLY = `it costs more to compile than ${MAX_MESSAGE_WORK} looks at its keywords, or than is left for its API`;
const TOO_MUCH_CODE = `the API has more messages than ${MAX_CODE / 1000} kB of code can accept`;

function sizeOf({ name }: GroupAcceptor, lowering: Lowering): number {
  return printJavaScript(lowering.program([name])).length;
}

interface Explaining {
  readonly planner: Planner;
  readonly lowering: Lowering;
  readonly places: ReadonlyMap<object, GapPlace["schema"]>;
}

function explainEntry(
  messageId: string,
  of: { readonly plan: GroupPlan; readonly at: number } | null,
  explaining: Explaining,
): EntryExplanation {
  const entry = of?.plan.entries[of.at];
  if (of === null || entry === undefined) {
    return { messageId, accepted: "no", reason: "its group has no acceptor", gaps: [] };
  }
  if (entry.isCostly) {
    return { messageId, accepted: "no", reason: COSTLY, gaps: [] };
  }
  const { planner, places } = explaining;
  const found = gapsBelow(entry.plan, explaining).map(({ schema, keyword }) => ({
    keyword,
    schema: places.get(schema) ?? null,
  }));
  const gaps = [...new Map(found.map((gap) => [JSON.stringify(gap), gap])).values()];
  if (!isPossible(entry.plan, planner, new Set())) {
    const reason = gaps.length === 0 ? "its schema fits nothing" : "it must hold what is not read";
    return { messageId, accepted: "no", reason, gaps };
  }
  const crowd = crowdOf(of.plan, of.at);
  if (crowd !== null) {
    const reason = `nothing tells it from others, ${crowd.messages} in all`;
    return { messageId, accepted: crowd.isAlways ? "no" : "partly", reason, gaps };
  }
  return { messageId, accepted: gaps.length === 0 ? "yes" : "partly", reason: null, gaps };
}

/** What cannot be read of a plan and all that it leads to, and `oneOf`s of which too little can be proven. */
function gapsBelow(root: PlanId, { planner, lowering }: Explaining): readonly Gap[] {
  const seen = new Set([root]);
  const gaps: Gap[] = [];
  for (const id of seen) {
    const plan = planner.plan(id);
    const union = isUnproven(plan, id, lowering) ? planner.unionAt(id) : null;
    gaps.push(...planner.gapsOf(id), ...(union === null ? [] : [union]));
    childrenOf(plan).forEach((child) => seen.add(child));
  }
  return gaps;
}

/** May any text be accepted? What is part of itself is taken to be. */
function isPossible(id: PlanId, planner: Planner, open: Set<PlanId>): boolean {
  const plan = planner.plan(id);
  if (plan.kind === "never" || plan.kind === "anything" || open.has(id)) {
    return plan.kind !== "never";
  }
  open.add(id);
  if (plan.kind === "union") {
    return plan.candidates.some((candidate) => isPossible(candidate.plan, planner, open));
  }
  const { array, object } = plan;
  const required = object?.members.filter(({ isRequired }) => isRequired) ?? [];
  return (
    plan.words.length > 0 ||
    plan.number !== null ||
    plan.text !== null ||
    (array !== null &&
      (array.minItems === 0 || isPossible(array.first[0] ?? array.rest, planner, open))) ||
    (object !== null && required.every(({ value }) => isPossible(value, planner, open)))
  );
}

/** Where each schema object of the document stands. */
function placesOf(
  schemas: AcceptorsInput["schemas"],
): ReadonlyMap<object, { readonly name: string; readonly pointer: string }> {
  const places = new Map<object, { readonly name: string; readonly pointer: string }>();
  const pending = Object.entries(schemas).map(([name, value]) => ({
    name,
    pointer: "",
    value: value as unknown,
  }));
  for (const { name, pointer, value } of pending) {
    if (typeof value !== "object" || value === null || places.has(value)) {
      continue;
    }
    places.set(value, { name, pointer });
    for (const [key, inner] of Object.entries(value)) {
      pending.push({ name, pointer: `${pointer}/${escapeToken(key)}`, value: inner });
    }
  }
  return places;
}
