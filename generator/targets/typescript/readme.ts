import type { Parameter } from "../../../runtime/contract/v1.ts";
import {
  literal,
  markdownBlock,
  markdownCode,
  markdownText,
  oneLine,
  written,
} from "../../render/code.ts";
import { renderTemplate, type View } from "../../render/engine.ts";
import { credentialWords, valueWords } from "../api/describe.ts";
import type { NamedRoute } from "./named-routes.ts";
import { parameterId } from "./parameter-plan.ts";
import type { Examples, ReadmeInput } from "./readme-input.ts";
import { nodeExample, reactExample } from "./readme-frameworks.ts";
import {
  askExample,
  connectCall,
  firstExample,
  listenExample,
  routeExample,
} from "./readme-examples.ts";

/** `README.md` of an SDK: how to install, connect, send, receive, and what can go wrong. */
export function renderReadme(input: ReadmeInput): string {
  return renderTemplate("typescript/README.md.hbs", readmeView(input));
}

/** All that `README.md.hbs` prints. */
export function readmeView(input: ReadmeInput): View {
  const { model, api, routes, name } = input;
  const first =
    routes.find(({ plan }) => plan.sends.length > 0 && plan.receives.length > 0) ?? routes[0];
  const examples = first === undefined ? null : { ...input, route: first };
  const of = (make: (given: Examples) => string) =>
    markdownBlock("ts", examples === null ? "" : make(examples));
  return {
    name: markdownCode(name),
    title: markdownText(api.title),
    version: markdownCode(api.version),
    hasDescription: api.description !== null,
    description: markdownText(api.description ?? ""),
    install: markdownBlock("sh", `npm install ${name}`),
    installWs: markdownBlock("sh", `npm install ${name} ws`),
    hasRoutes: examples !== null,
    first: of(firstExample),
    listen: of(listenExample),
    ask: of(askExample),
    options: of(
      (given) =>
        `import { ${given.route.names.connect} } from ${literal(name)};\n\n${connectCall(given, OPTIONS)}`,
    ),
    react: of(reactExample),
    node: of(nodeExample),
    checks: markdownBlock(
      "ts",
      `import * as checks from ${literal(`${name}/checks`)};\n\nconsole.log(Object.keys(checks));`,
    ),
    routes: routes.map((route) => routeView(input, route)),
    hasCloseCodes: Object.keys(api.closeCodes).length > 0,
    closeCodes: Object.entries(api.closeCodes).map(([code, { name: codeName, retry }]) => ({
      code: written(String(Number(code))),
      name: markdownCode(codeName),
      retry: written(retry),
    })),
    hasLicense: model.license !== null,
    license: markdownText(model.license ?? ""),
  };
}

/** Members of the options that the page shows. */
const OPTIONS = [
  "  timeoutMs: 5000,",
  '  validate: { outgoing: "enforce", incoming: "report" },',
  "  reconnect: { baseMs: 250, maxMs: 30_000, attempts: 20 },",
  '  queue: { limit: 100, policy: "drop-oldest" },',
  "  heartbeat: { everyMs: 25_000, timeoutMs: 10_000 },",
  "  debug: (event) => console.debug(event),",
];

function routeView(input: ReadmeInput, route: NamedRoute): View {
  const { plan, parameters, names } = route;
  const credentials = credentialWords(input.api, plan.route);
  return {
    path: markdownCode(plan.route.path),
    connect: markdownCode(names.connect),
    hasParameters: plan.route.parameters.length > 0,
    parameters: plan.route.parameters.map((one) => parameterView(one, parameters.keys)),
    hasCredentials: credentials.length > 0,
    credentials: markdownText(credentials.join(" or ")),
    servers: markdownText(
      plan.route.backendIds.length === 0
        ? "none; give the option url"
        : plan.route.backendIds.map((id) => `"${id}"`).join(", "),
    ),
    example: markdownBlock("ts", routeExample({ ...input, route })),
  };
}

function parameterView(parameter: Parameter, keys: ReadonlyMap<string, string>): View {
  const key = keys.get(parameterId(parameter)) ?? parameter.name;
  return {
    key: markdownCode(key),
    place: markdownText(
      parameter.name === key ? parameter.in : `${parameter.in} ${oneLine(parameter.name)}`,
    ),
    required: written(parameter.required ? "yes" : "no"),
    value: markdownText(valueWords(parameter)),
  };
}
