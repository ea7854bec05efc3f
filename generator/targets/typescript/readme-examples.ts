import { commentText, isIdentifier, literal } from "../../render/code.ts";
import { printJavaScript, type JavaScriptValue } from "../../render/javascript-value.ts";
import type { Message } from "../../model/api.ts";
import { segmentsOf } from "../../source/pointer.ts";
import { authSample, parameterSamples } from "./connect-samples.ts";
import { sampleCode } from "./message-samples.ts";
import type { Examples, ReadmeInput } from "./readme-input.ts";
import { RAW, type RequestPlan, type SentMessage } from "./route-plan.ts";

/** Where `framegate serve <document> --mock` listens. */
const LOCAL = `  url: "ws://localhost:8080",`;

/** Of an API that names no server. */
const ELSEWHERE = `  url: "wss://gateway.example.com",`;

/** Variables of the first server's URL without which there is none. */
function variableLines({ api, route }: Examples, options: readonly string[]): readonly string[] {
  const [first] = route.plan.route.backendIds;
  const variables = api.backends.find(({ id }) => id === first)?.variables ?? [];
  const needed = variables.filter(({ defaultValue }) => defaultValue === null);
  const given = needed.map(({ name, allowed }) => [name, allowed[0] ?? "example"] as const);
  return given.length === 0 || options.includes(LOCAL)
    ? []
    : [`  variables: ${printJavaScript(Object.fromEntries(given), "  ")},`];
}

/** `const client = await connect({ roomId: "lobby" }, { … });` */
export function connectCall(examples: Examples, options: readonly string[]): string {
  const { model, api, samples, route } = examples;
  const { plan, parameters, names } = route;
  const given = parameterSamples(plan.route, parameters, { model, samples, isAll: false });
  const auth = authSample(api, plan.route);
  const lines = [
    ...(plan.route.backendIds.length === 0 && !options.includes(LOCAL) ? [ELSEWHERE] : []),
    ...options,
    ...(auth === null ? [] : [`  auth: ${printJavaScript(auth, "  ")},`]),
    ...variableLines(examples, options),
  ];
  const isBare = lines.length === 0;
  return `const client = await ${names.connect}(${printJavaScript(given)}${isBare ? "" : `, {\n${lines.join("\n")}\n}`});`;
}

/** The first program: opens, listens, says something, ends. */
export function firstExample(examples: Examples): string {
  const { name, route } = examples;
  const { plan, names } = route;
  const [request] = plan.requests;
  const [sent] = plan.sends;
  const [received] = plan.receives.map(({ id }) => plan.receiveNames.get(id) ?? id);
  const said =
    request === undefined
      ? sent === undefined
        ? []
        : sendCall(examples, sent)
      : requestCall(examples, request);
  return [
    `import { ${names.connect} } from ${literal(name)};`,
    "",
    connectCall(examples, [LOCAL]),
    "",
    ...(received === undefined ? [] : [...listenCall(received, null), ""]),
    ...(said.length === 0 ? [] : [...said, ""]),
    "await client.close();",
  ].join("\n");
}

/** All that one route can do, in one program. */
export function routeExample(examples: Examples): string {
  const { name, route, samples, model } = examples;
  const { plan, names } = route;
  const { clientToServer, serverToClient } = plan.route.flows;
  const asked = new Set(plan.requests.map(({ sent }) => sent.name));
  const listened = plan.receives.flatMap((message) => [
    ...listenCall(plan.receiveNames.get(message.id) ?? message.id, message, samples),
    "",
  ]);
  const sends = plan.sends
    .filter((sent) => !asked.has(sent.name))
    .flatMap((sent) => [...sendCall(examples, sent), ""]);
  const requests = plan.requests.flatMap((request, at) => [
    ...requestCall(examples, request, `reply${at + 1}`),
    "",
  ]);
  const answers = plan.answers.flatMap(({ name: answer, reply, replyIdAt }) => {
    const body = draftCode(model, samples, reply, replyIdAt);
    return body === null
      ? []
      : [
          `client.answer${member(answer)}((question) => {`,
          `  console.log(question);`,
          `  return ${body};`,
          "});",
          "",
        ];
  });
  return [
    `import { ${names.connect} } from ${literal(name)};`,
    "",
    connectCall(examples, []),
    "",
    ...listened,
    ...(serverToClient.anything ? [...listenCall(RAW, null), ""] : []),
    ...answers,
    ...requests,
    ...sends,
    ...(clientToServer.anything ? [`await client.send.${RAW}("any text or bytes");`, ""] : []),
  ].join("\n");
}

/** Messages in a loop, and what fits no message. */
export function listenExample(examples: Examples): string {
  return [
    `import { ${examples.route.names.connect} } from ${literal(examples.name)};`,
    "",
    connectCall(examples, []),
    "",
    "client.on.unknown(({ fault }) => console.warn(fault.expected));",
    "client.on.invalid(({ name, fault }) => console.warn(name, fault.pointer, fault.expected));",
    "",
    "for await (const message of client.messages) {",
    isSilent(examples)
      ? "  console.log(message);"
      : "  console.log(message.name, message.payload);",
    "}",
  ].join("\n");
}

/** What is caught, and what it says. */
export function askExample(examples: Examples): string {
  const { names } = examples.route;
  return [
    `import { ClientError, ${names.connect} } from ${literal(examples.name)};`,
    "",
    "try {",
    ...connectCall(examples, [])
      .split("\n")
      .map((line) => `  ${line}`),
    "  const { code, error } = await client.closed;",
    "  console.log(code, error?.code);",
    "} catch (error) {",
    "  if (!(error instanceof ClientError)) throw error;",
    "  console.error(error.code, error.retry, error.subject, error.pointer, error.expected);",
    "}",
  ].join("\n");
}

/** The server sends nothing: a message of it has no type. */
export function isSilent({ route }: Examples): boolean {
  const { plan } = route;
  return plan.receives.length === 0 && !plan.route.flows.serverToClient.anything;
}

/** A longer sample is left to the types. */
const MAX_SAMPLE = 1500;

function listenCall(
  name: string,
  message: Message | null,
  samples?: ReadmeInput["samples"],
): readonly string[] {
  const value = message === null ? undefined : samples?.of(message).value;
  const json = value === undefined ? "" : JSON.stringify(value);
  const words = message === null ? null : (message.description ?? message.title);
  return [
    ...(words === null ? [] : [`// ${shortened(words)}`]),
    `client.on${member(name)}((message) => {`,
    ...(json === "" || json.length > 200 ? [] : [`  // ${commentText(json)}`]),
    "  console.log(message);",
    "});",
  ];
}

function sendCall(examples: Examples, sent: SentMessage): readonly string[] {
  const { model, samples } = examples;
  const body = draftCode(model, samples, sent, null);
  const { description, title } = sent.message;
  const words = description ?? title;
  const topic = sent.group.topic?.address.replaceAll(/\{[^{}]*\}/gu, "x");
  const options = topic === undefined ? "" : `, { topic: ${literal(topic)} }`;
  return body === null
    ? []
    : [
        ...(words === null ? [] : [`// ${shortened(words)}`]),
        `await client.send${member(sent.name)}(${body}${options});`,
      ];
}

function requestCall(
  examples: Examples,
  { name, sent, idAt, id, description }: RequestPlan,
  reply = "reply",
): readonly string[] {
  const { model, samples } = examples;
  const body = draftCode(model, samples, sent, id === null ? null : idAt);
  return body === null
    ? []
    : [
        ...(description === null ? [] : [`// ${shortened(description)}`]),
        `const ${reply} = await client.request${member(name)}(${body});`,
        `console.log(${reply});`,
      ];
}

/** The sample of a message without what the client fills in; null: none is known, or it is too long to be shown. */
function draftCode(
  model: ReadmeInput["model"],
  samples: ReadmeInput["samples"],
  { message, constants }: SentMessage,
  idAt: string | null,
): string | null {
  const { value } = samples.of(message);
  if (value === undefined) {
    return null;
  }
  const [id, ...inner] = idAt === null ? [] : segmentsOf(idAt);
  const left = new Set([
    ...Object.keys(constants),
    ...(id === undefined || inner.length > 0 ? [] : [id]),
  ]);
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  const whole: JavaScriptValue = sampleCode(model, message, value, "declared");
  const shown: JavaScriptValue =
    isObject && typeof whole === "object" && whole !== null
      ? Object.fromEntries(
          Object.entries(whole)
            .filter(([name]) => !left.has(name))
            .map(([name, item]: [string, JavaScriptValue]) => [name, item]),
        )
      : whole;
  const code = printJavaScript(shown);
  return code.length > MAX_SAMPLE ? null : code;
}

function member(name: string): string {
  return isIdentifier(name) ? `.${name}` : `[${literal(name)}]`;
}

function shortened(words: string): string {
  const text = commentText(words);
  return text.length <= 100 ? text : `${Array.from(text).slice(0, 99).join("")}…`;
}
