import { chooseMessages, type GroupChoice } from "../../checks/choices.ts";
import { compileValueChecks, type NamedCheck, type ValueChecks } from "../../checks/value/index.ts";
import type { ApiModel, JsonSchema, Message } from "../../model/api.ts";
import { commentText } from "../../render/code.ts";
import { memberNames, type MemberNames } from "./member-names.ts";
import type { ParameterPlan } from "./parameter-plan.ts";
import type { RoutePlan } from "./route-plan.ts";
import { hasTraits } from "./traits.ts";

/** The functions that check, by what they check. */
export interface SdkChecks {
  /** Name of the function for each message, by id. */
  readonly messages: MemberNames;
  /** Name of the function for the parameters of each route, by the route's id. */
  readonly parameters: MemberNames;
  /** Name of the function that tells the messages of a group apart, by the group's id; none where nothing does. */
  readonly choosers: MemberNames;
  /** Name of the function that guesses which message was meant, by the route's id; none where there is one message. */
  readonly likely: MemberNames;
  readonly module: ValueChecks;
}

/** Compiles a check for each message that any route sends or receives, and for the parameters of each route. */
export function sdkChecks(
  model: ApiModel,
  routes: readonly { readonly plan: RoutePlan; readonly parameters: ParameterPlan }[],
): SdkChecks {
  const used = new Map<string, Message>();
  for (const { plan } of routes) {
    for (const message of [...plan.sends.map((sent) => sent.message), ...plan.receives]) {
      used.set(message.id, message);
    }
  }
  const labels = new Map([...used.keys()].map((id) => [id, `check ${id}`]));
  const choices = choicesOf(
    model,
    routes.map(({ plan }) => plan),
  );
  const several = routes.map(({ plan }) => plan).filter(hasTraits);
  const names = memberNames([
    ...labels.values(),
    ...routes.map(({ plan }) => parametersLabel(plan)),
    ...choices.map(({ groupId }) => chooserLabel(groupId)),
    ...several.map(likelyLabel),
  ]);
  const nameOf = (label: string): string => names.get(label) ?? label;
  const messages = new Map([...labels].map(([id, label]) => [id, nameOf(label)]));
  const parameters = new Map(
    routes.map(({ plan }) => [plan.route.id, nameOf(parametersLabel(plan))]),
  );
  const schemas: Record<string, JsonSchema> = { ...model.schemas };
  const choosers = new Map(choices.map(({ groupId }) => [groupId, nameOf(chooserLabel(groupId))]));
  const checks: NamedCheck[] = [...used.values()].map(({ id, payload }) => ({
    name: messages.get(id) ?? id,
    schema: payload.schema,
    isBytes: ["bytes", "msgpack", "cbor"].includes(payload.kind),
  }));
  for (const { plan, parameters: one } of routes) {
    const schema = freeName(schemas, `parameters of ${plan.route.id}`);
    schemas[schema] = one.schema;
    checks.push({ name: parameters.get(plan.route.id) ?? "", schema });
  }
  const named = choices.map(({ groupId, choice }) => ({
    name: choosers.get(groupId) ?? "",
    choice,
  }));
  const module = compileValueChecks({ schemas, checks, choosers: named });
  const likely = new Map(several.map((plan) => [plan.route.id, nameOf(likelyLabel(plan))]));
  return { messages, parameters, choosers, likely, module };
}

/** What tells the messages of each group that a client receives apart, where something does. */
function choicesOf(model: ApiModel, plans: readonly RoutePlan[]): readonly GroupChoice[] {
  const groups = plans.flatMap(({ route }) => route.flows.serverToClient.groups);
  const messages = model.messages.map(({ id, payload }) => ({ id, schema: payload.schema }));
  const choices = chooseMessages({ schemas: model.schemas, messages, groups });
  return choices.filter(({ choice }) => choice.kind !== "leaf");
}

function chooserLabel(groupId: string): string {
  return `choose from ${groupId}`;
}

/** `lib/checks.d.ts`. */
export function checkDeclarations({ messages, parameters }: SdkChecks): string {
  const lines = [
    ...[...messages].map(([id, name]) => declaration(name, `the message ${commentText(id)}`)),
    ...[...parameters].map(([id, name]) =>
      declaration(name, `the parameters of ${commentText(id)}`),
    ),
  ];
  return `import type { Check, Fault } from "./core/fault.js";\n\n${lines.join("\n")}\nexport type { Check, Fault };\n`;
}

function declaration(name: string, of: string): string {
  return `/** What is wrong with a value as ${of}; null: nothing. */\nexport declare const ${name}: Check;\n`;
}

function likelyLabel({ route }: RoutePlan): string {
  return `likely of ${route.id}`;
}

function parametersLabel({ route }: RoutePlan): string {
  return `check parameters of ${route.id}`;
}

/** A name that no schema of the document has. */
function freeName(schemas: Readonly<Record<string, JsonSchema>>, wanted: string): string {
  return Object.hasOwn(schemas, wanted) ? freeName(schemas, `${wanted} `) : wanted;
}
