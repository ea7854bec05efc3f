import type { ApiDocument, Framing, Group, Route } from "../../../runtime/contract/v1.ts";
import type { ApiModel, Message } from "../../model/api.ts";
import { commentText, written } from "../../render/code.ts";
import {
  Expression,
  printJavaScript,
  type JavaScriptValue,
} from "../../render/javascript-value.ts";
import type { SdkChecks } from "./checks.ts";
import { codecOf, type CodecUse } from "./codecs.ts";
import { credentialEntries } from "./credentials.ts";
import { parameterId, type ParameterPlan } from "./parameter-plan.ts";
import type { RoutePlan, SentMessage } from "./route-plan.ts";

/** What the module of a route is made of. */
export interface RouteModuleInput {
  readonly model: ApiModel;
  readonly api: Omit<ApiDocument, "revision">;
  readonly plan: RoutePlan;
  readonly parameters: ParameterPlan;
  readonly checks: SdkChecks;
}

/** The module of a route as text, and the codecs of the core that it imports. */
export interface RouteModule {
  readonly text: string;
  readonly coreModules: readonly string[];
}

/** `lib/<route>.js`: the route's table, a function of the checks so that one without them is smaller. */
export function routeModule(input: RouteModuleInput): RouteModule {
  const codecs = new Map<string, CodecUse>();
  const codec = (message: Message, group: Group): Expression => {
    const use = codecOf(message, group, input.api.limits.depth);
    codecs.set(use.expression, use);
    return new Expression(written(use.constant));
  };
  const table = printJavaScript(tableOf(input, codec), "");
  const uses = [...new Map([...codecs.values()].map((use) => [use.constant, use])).values()];
  const imports = uses.map(
    ({ imported, module }) => `import { ${imported} } from "./core/${module}.js";\n`,
  );
  const constants = uses
    .filter(({ constant, imported }) => constant !== imported)
    .map(({ constant, expression }) => `const ${constant} = ${expression};\n`);
  const text = [
    `/** The route ${commentText(input.plan.route.path)}: what is known of it without its checks. */\n`,
    ...new Set(imports),
    imports.length > 0 ? "\n" : "",
    ...constants,
    constants.length > 0 ? "\n" : "",
    `export const route = (checks) => (${table});\n`,
  ].join("");
  return { text, coreModules: uses.map(({ module }) => module) };
}

type CodecFor = (message: Message, group: Group) => Expression;

function tableOf(input: RouteModuleInput, codec: CodecFor): JavaScriptValue {
  const { api, plan, parameters, checks } = input;
  const { route } = plan;
  return {
    contract: 1,
    name: route.id,
    path: route.path,
    servers: serversOf(api, route),
    parameters: route.parameters.map((parameter) => ({
      key: parameters.keys.get(parameterId(parameter)) ?? parameter.name,
      in: parameter.in,
      name: parameter.name,
      array: parameter.array,
    })),
    checkParameters: checkOf(checks.parameters.get(route.id)),
    security: credentialEntries(api, route),
    subprotocols: route.subprotocols,
    closeCodes: Object.fromEntries(
      Object.entries(api.closeCodes).map(([code, { name, retry }]) => [code, [name, retry]]),
    ),
    maxBytes: {
      send: api.limits.messageBytes.clientToServer,
      receive: api.limits.messageBytes.serverToClient,
    },
    sends: Object.fromEntries(
      plan.sends.map((sent) => [sent.name, outgoingOf(sent, checks, codec)]),
    ),
    receives: route.flows.serverToClient.groups.map((group) => incomingOf(input, group, codec)),
    requests: Object.fromEntries(
      plan.requests.map(({ name, sent, idAt, id, timeoutMs }) => [
        name,
        { message: sent.name, idAt, id, timeoutMs },
      ]),
    ),
    answers: Object.fromEntries(
      plan.answers.map(({ name, question, idAt, reply, replyIdAt }) => [
        name,
        {
          message: plan.receiveNames.get(question.id) ?? question.id,
          idAt,
          reply: reply.name,
          replyIdAt,
        },
      ]),
    ),
  };
}

/** The document's servers, each with the route's path behind its URL and its variables in double braces. */
function serversOf(api: RouteModuleInput["api"], route: Route): readonly JavaScriptValue[] {
  return route.backendIds.flatMap((id) => {
    const backend = api.backends.find((one) => one.id === id);
    if (backend === undefined) {
      return [];
    }
    const origin = backend.url.replaceAll(/\{([^{}]*)\}/gu, "{{$1}}");
    const base = route.upstreamPathIsAbsolute
      ? origin.replace(/^(\w+:\/\/[^/]*).*$/u, "$1")
      : origin;
    const variables = backend.variables.map(
      ({ name, defaultValue }) => [name, defaultValue] as const,
    );
    return [
      {
        name: id,
        environment: backend.environment,
        url: `${base}${route.upstreamPath}`,
        variables: Object.fromEntries(variables),
      },
    ];
  });
}

function checkOf(name: string | undefined): JavaScriptValue {
  return name === undefined ? null : new Expression(written(`checks?.${name} ?? null`));
}

function outgoingOf(
  { message, group, constants }: SentMessage,
  checks: SdkChecks,
  codec: CodecFor,
): JavaScriptValue {
  return {
    codec: codec(message, group),
    framing: framingOf(group.framing),
    check: checkOf(checks.messages.get(message.id)),
    constants,
    topic: group.topic === null ? null : { at: group.topic.at, address: group.topic.address },
    sensitive: message.sensitive,
  };
}

function incomingOf(input: RouteModuleInput, group: Group, codec: CodecFor): JavaScriptValue {
  const { model, plan, checks } = input;
  const messages = [...new Set(group.entries.map(({ messageId }) => messageId))].flatMap(
    (id) => model.messages.find((message) => message.id === id) ?? [],
  );
  const [first] = messages;
  return {
    codec: first === undefined ? null : codec(first, group),
    framing: framingOf(group.framing),
    topic: group.topic === null ? null : { at: group.topic.at, address: group.topic.address },
    entries: messages.map((message) => ({
      name: plan.receiveNames.get(message.id) ?? message.id,
      check: checkOf(checks.messages.get(message.id)),
      sensitive: message.sensitive,
      answers: plan.requests
        .filter(({ replies }) => replies.includes(message))
        .map(({ name }) => ({ request: name, idAt: message.correlationAt ?? "" })),
    })),
    choose: null,
  };
}

function framingOf(framing: Framing): JavaScriptValue {
  switch (framing.kind) {
    case "items":
      return { kind: "items", at: framing.itemsAt };
    case "envelope":
      return { kind: "envelope", at: framing.payloadAt };
    default:
      return { kind: framing.kind };
  }
}
