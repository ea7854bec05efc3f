import type { ApiDocument, Group, Route } from "../../../runtime/contract/v1.ts";
import type { ApiModel, Message } from "../../model/api.ts";
import { commentText, written } from "../../render/code.ts";
import { printImport } from "../../render/javascript-import.ts";
import {
  Expression,
  printJavaScript,
  type JavaScriptValue,
} from "../../render/javascript-value.ts";
import type { SdkChecks } from "./checks.ts";
import { Codecs } from "./codecs.ts";
import { CoreCalls } from "./core-calls.ts";
import { credentialEntries } from "./credentials.ts";
import { ROUTE_EXPORT } from "./index-module.ts";
import { parameterId, type ParameterPlan } from "./parameter-plan.ts";
import { RAW, type RoutePlan, type SentMessage } from "./route-plan.ts";

/** What the module of a route is made of. */
export interface RouteModuleInput {
  readonly model: ApiModel;
  readonly api: Omit<ApiDocument, "revision">;
  readonly plan: RoutePlan;
  readonly parameters: ParameterPlan;
  readonly checks: SdkChecks;
}

/** The module of a route as text, and the modules of the core that it imports. */
export interface RouteModule {
  readonly text: string;
  readonly coreModules: readonly string[];
}

/** `lib/route-<route>.js`: the route's table, a function of the checks so that one without them is smaller. */
export function routeModule(input: RouteModuleInput): RouteModule {
  const codecs = new Codecs(input.api.limits.depth);
  const core = new CoreCalls();
  const codec: CodecFor = (message, group) => codecs.use(message, group);
  const table = printJavaScript(tableOf(input, { codec, core }), "");
  const modules = [...codecs.imports, ...core.imports];
  const imports = modules.map(([module, names]) => printImport(names, `./core/${module}.js`));
  const { path, flows } = input.plan.route;
  const choosers = flows.serverToClient.groups.flatMap(
    ({ id }) => input.checks.choosers.get(id) ?? [],
  );
  if (choosers.length > 0) {
    imports.unshift(printImport(choosers, "./checks.js"));
  }
  const text = [
    ...imports,
    imports.length > 0 ? "\n" : "",
    ...codecs.constants,
    codecs.constants.length > 0 ? "\n" : "",
    `/** What goes over ${commentText(path)}; without \`checks\` everything does. */\n`,
    `export function ${ROUTE_EXPORT}(checks = {}) {\n  return ${table.replaceAll("\n", "\n  ")};\n}\n`,
  ].join("");
  return { text, coreModules: modules.map(([module]) => module) };
}

type CodecFor = (message: Message, group: Group) => Expression;

/** What a table takes from the core. */
interface Parts {
  readonly codec: CodecFor;
  readonly core: CoreCalls;
}

function tableOf(input: RouteModuleInput, parts: Parts): JavaScriptValue {
  const { core } = parts;
  const { api, plan, parameters, checks } = input;
  const { route } = plan;
  return {
    contract: 1,
    name: route.id,
    path: route.path,
    servers: serversOf({ api, core }, route),
    parameters: route.parameters.map((parameter) => ({
      key: parameters.keys.get(parameterId(parameter)) ?? parameter.name,
      in: parameter.in,
      name: parameter.name,
      array: parameter.array,
    })),
    checkParameters: checkOf(checks.parameters.get(route.id)),
    ...(route.flows.serverToClient.groups.some(({ id }) => checks.choosers.has(id))
      ? { noMessage: checkOf("noMessage") }
      : {}),
    ...likelyMember(checks.likely.get(route.id)),
    ...(route.security.length === 0
      ? {}
      : { sign: core.call("credentials", "sign", [credentialEntries(api, route)]) }),
    subprotocols: route.subprotocols,
    closeCodes: Object.fromEntries(
      Object.entries(api.closeCodes).map(([code, { name, retry }]) => [code, [name, retry]]),
    ),
    maxBytes: {
      send: api.limits.messageBytes.clientToServer,
      receive: api.limits.messageBytes.serverToClient,
    },
    sends: Object.fromEntries([
      ...plan.sends.map((sent) => [sent.name, outgoingOf(sent, checks, parts)] as const),
      ...(route.flows.clientToServer.anything ? [[RAW, rawOutgoing(core)] as const] : []),
    ]),
    receives: [
      ...route.flows.serverToClient.groups.map((group) => incomingOf(input, group, parts)),
      ...(route.flows.serverToClient.anything ? rawIncoming(core) : []),
    ],
    ...requestsOf(plan, core),
    ...answersOf(plan, core),
  };
}

function likelyMember(name: string | undefined): Members {
  return name === undefined ? {} : { likely: checkOf(name) };
}

function requestsOf({ requests }: RoutePlan, core: CoreCalls): Members {
  const entries = requests.map(
    ({ name, sent, idAt, id, timeoutMs }) =>
      [name, { message: sent.name, idAt, id: idOf(id, core), timeoutMs }] as const,
  );
  return entries.length === 0
    ? {}
    : { requests: core.call("requests", "requests", [Object.fromEntries(entries)]) };
}

function idOf(kind: RoutePlan["requests"][number]["id"], core: CoreCalls): JavaScriptValue {
  return kind === null ? null : core.name("ids", ID_FUNCTIONS[kind]);
}

/** What makes ids, of the core's module `ids`. */
const ID_FUNCTIONS = { text: "textId", number: "numberId", uuid: "uuid" } as const;

function answersOf({ answers, receiveNames }: RoutePlan, core: CoreCalls): Members {
  const entries = answers.map(({ name, question, idAt, reply, replyIdAt }) => {
    const message = receiveNames.get(question.id) ?? question.id;
    return [name, { message, idAt, reply: reply.name, replyIdAt }] as const;
  });
  return entries.length === 0
    ? {}
    : { answers: core.call("answers", "answers", [Object.fromEntries(entries)]) };
}

/** Members of a table that not every API has. */
type Members = Readonly<Record<string, JavaScriptValue>>;

interface Serving {
  readonly api: RouteModuleInput["api"];
  readonly core: CoreCalls;
}

/** The document's servers, each with the route's path behind its URL and its variables in double braces. */
function serversOf({ api, core }: Serving, route: Route): readonly JavaScriptValue[] {
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
        ...(variables.length === 0
          ? {}
          : { fill: core.call("variables", "variables", [Object.fromEntries(variables)]) }),
      },
    ];
  });
}

function checkOf(name: string | undefined): JavaScriptValue {
  return name === undefined ? null : new Expression(written(`checks.${name}`));
}

function outgoingOf(
  { message, group, constants }: SentMessage,
  checks: SdkChecks,
  { codec, core }: Parts,
): JavaScriptValue {
  return {
    codec: codec(message, group),
    check: checkOf(checks.messages.get(message.id)),
    constants,
    ...framingOf(group, core),
    ...redactOf(message, core),
  };
}

function incomingOf(
  input: RouteModuleInput,
  group: Group,
  { codec, core }: Parts,
): JavaScriptValue {
  const { model, plan, checks } = input;
  const messages = group.entries.flatMap(
    ({ messageId }) => model.messages.find((message) => message.id === messageId) ?? [],
  );
  const chooser = checks.choosers.get(group.id);
  const [first] = messages;
  return {
    codec: first === undefined ? null : codec(first, group),
    ...framingOf(group, core),
    entries: messages.map((message) => ({
      name: plan.receiveNames.get(message.id) ?? message.id,
      check: checkOf(checks.messages.get(message.id)),
      ...redactOf(message, core),
      ...repliesOf(message, plan),
    })),
    choose: chooser === undefined ? null : new Expression(written(chooser)),
  };
}

/** Frames that no message declares, where anything may be sent: as they are. */
function rawOutgoing(core: CoreCalls): JavaScriptValue {
  return { codec: core.name("codec/raw", "rawText"), check: null, constants: {} };
}

function rawIncoming(core: CoreCalls): readonly JavaScriptValue[] {
  return ["rawText", "rawBytes"].map((codec) => ({
    codec: core.name("codec/raw", codec),
    entries: [{ name: RAW, check: null }],
    choose: null,
  }));
}

function repliesOf(message: Message, { requests }: RoutePlan): Members {
  const answers = requests
    .filter(({ replies }) => replies.includes(message))
    .map(({ name }) => ({ request: name, idAt: message.correlationAt ?? "" }));
  return answers.length === 0 ? {} : { answers };
}

function redactOf({ sensitive }: Message, core: CoreCalls): Members {
  return sensitive.length === 0 ? {} : { redact: core.call("redact", "redact", [sensitive]) };
}

/** How messages stand in frames, where a frame is not just one message. */
function framingOf({ framing, topic }: Group, core: CoreCalls): Members {
  const members =
    topic === null ? {} : { topic: core.call("topic", "topic", [topic.at, topic.address]) };
  switch (framing.kind) {
    case "message":
      return members;
    case "jsonrpc":
      return { ...members, framing: core.name("framing", "batch") };
    case "array":
      return { ...members, framing: core.name("framing", "list") };
    case "ndjson":
      return { ...members, framing: core.name("framing", "lines") };
    case "items":
      return { ...members, framing: core.call("framing", "items", [framing.itemsAt]) };
    case "envelope":
      return { ...members, framing: core.call("framing", "envelope", [framing.payloadAt]) };
  }
}
