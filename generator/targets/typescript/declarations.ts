import type { ApiDocument, Parameter } from "../../../runtime/contract/v1.ts";
import type { ApiModel, Message } from "../../model/api.ts";
import {
  commentText,
  docComment,
  literal,
  propertyKey,
  written,
  type Code,
} from "../../render/code.ts";
import { renderTemplate, type View } from "../../render/engine.ts";
import { typescriptNames, type TypescriptNames } from "../../render/typescript-names.ts";
import { printTypescriptTypes } from "../../render/typescript-types.ts";
import { kindOf } from "./credentials.ts";
import { memberName } from "./member-names.ts";
import { parameterId, parametersType } from "./parameter-plan.ts";
import type { NamedRoute } from "./named-routes.ts";
import type { RoutePlan, SentMessage } from "./route-plan.ts";

/** The declarations of an SDK: `lib/types.d.ts`, `lib/index.d.ts` and what differs of it in browsers. */
export interface Declarations {
  readonly types: string;
  readonly index: string;
  readonly browser: string;
}

/** Names that `index.d.ts` has besides those of the document. */
const TAKEN = [
  "Client",
  "ClientError",
  "ClientOptions",
  "Closed",
  "Credential",
  "DebugEvent",
  "Draft",
  "Invalid",
  "Received",
  "RequestOptions",
  "SendOptions",
  "State",
  "Unknown",
  "Promise",
  "Omit",
  "Pick",
  "Partial",
  "Readonly",
  "Record",
  "Uint8Array",
];

/** Prints what users of the SDK see. */
export function renderDeclarations(
  model: ApiModel,
  api: Omit<ApiDocument, "revision">,
  routes: readonly NamedRoute[],
): Declarations {
  const reserved = [...TAKEN, ...routes.flatMap(({ names }) => Object.values(names))];
  const names = typescriptNames(model.types, reserved);
  const types = printTypescriptTypes(model.types, names);
  const views = routes.map((route) => routeView(api, route, names));
  const text = views.map((view) => JSON.stringify(view)).join("");
  const used = [...names.values()]
    .filter((name) => new RegExp(`\\b${name}\\b`, "u").test(text))
    .sort();
  const index = renderTemplate("typescript/index.d.ts.hbs", {
    title: commentText(api.title),
    version: commentText(api.version),
    hasTypes: used.length > 0,
    usedTypes: used.map((name) => ({ name: written(name) })),
    routes: views,
  });
  const browser = renderTemplate("typescript/browser.d.ts.hbs", {
    title: commentText(api.title),
    routes: routes.map((route, at) => ({ ...views[at], ...browserView(route) })),
  });
  return {
    types: types === "" ? "export {};\n" : types,
    index: oneEnd(index),
    browser: oneEnd(browser),
  };
}

function routeView(
  api: Omit<ApiDocument, "revision">,
  { plan, parameters, names }: NamedRoute,
  types: TypescriptNames,
): View {
  const { route } = plan;
  const declared = new Map([["parameters", names.parameters]]);
  const auth = authType(api, plan);
  const isOpen =
    route.security.length === 0 || route.security.some(({ schemes }) => schemes.length === 0);
  return {
    path: commentText(route.path),
    type: written(names.type),
    parts: partViews(plan, types),
    parameters: printTypescriptTypes([parametersType("parameters", parameters)], declared),
    parametersName: written(names.parameters),
    options: written(names.options),
    connect: written(names.connect),
    hasServers: route.backendIds.length > 0,
    servers: written(route.backendIds.map((id) => literal(id)).join(" | ")),
    hasAuth: auth !== null,
    auth: auth ?? written("never"),
    isAuthOptional: isOpen,
    areOptionsOptional: (auth === null || isOpen) && route.backendIds.length > 0,
  };
}

/** One line feed at the end. */
function oneEnd(text: string): string {
  return text.replace(/\n+$/u, "\n");
}

/** What a browser cannot send: headers. */
function browserView({ plan, parameters }: NamedRoute): View {
  const headers = plan.route.parameters.filter((parameter) => parameter.in === "header");
  const keyOf = (parameter: Parameter): string =>
    parameters.keys.get(parameterId(parameter)) ?? parameter.name;
  return {
    hasHeaders: headers.length > 0,
    headers: written(headers.map((one) => literal(keyOf(one))).join(" | ")),
    isImpossible: headers.some(({ required }) => required),
    required: headers
      .filter(({ required }) => required)
      .map((one) => ({ key: propertyKey(keyOf(one)) })),
  };
}

function partViews(plan: RoutePlan, types: TypescriptNames): readonly View[] {
  return [
    {
      part: written("sends"),
      members: plan.sends.map((sent) =>
        memberView(sent.name, sent.message, draftOf(sent, [], types)),
      ),
    },
    {
      part: written("receives"),
      members: plan.receives.map((message) =>
        memberView(
          plan.receiveNames.get(message.id) ?? message.id,
          message,
          typeOf(message, types),
        ),
      ),
    },
    {
      part: written("requests"),
      members: plan.requests.map(({ name, sent, replies, idAt, id, description }) => {
        const known = id === null ? [] : [idAt.slice(1)];
        const reply = [...new Set(replies.map((message) => typeOf(message, types)))].join(" | ");
        return exchangeView(name, description, [draftOf(sent, known, types), reply]);
      }),
    },
    {
      part: written("answers"),
      members: plan.answers.map(({ name, question, reply, replyIdAt, description }) =>
        exchangeView(name, description, [
          typeOf(question, types),
          draftOf(reply, [replyIdAt.slice(1)], types),
        ]),
      ),
    },
  ];
}

function memberView(name: string, { title, description, deprecated }: Message, type: string): View {
  const words = [description ?? title, deprecated ? "@deprecated" : null].filter(
    (part) => part !== null,
  );
  return {
    key: propertyKey(name),
    type: written(type),
    hasDoc: words.length > 0,
    doc: docComment(words.join("\n\n"), "    "),
  };
}

function exchangeView(
  name: string,
  description: string | null,
  [request, reply]: readonly [string, string],
): View {
  return {
    key: propertyKey(name),
    type: written(`{ readonly request: ${request}; readonly reply: ${reply} }`),
    hasDoc: description !== null,
    doc: docComment(description ?? "", "    "),
  };
}

/** The type of a message without what the client fills in itself. */
function draftOf(
  { message, constants }: SentMessage,
  known: readonly string[],
  types: TypescriptNames,
): string {
  const type = typeOf(message, types);
  const keys = [...new Set([...Object.keys(constants), ...known])];
  return keys.length === 0
    ? type
    : `Draft<${type}, ${keys.map((key) => literal(key)).join(" | ")}>`;
}

function typeOf({ payload, typeName }: Message, types: TypescriptNames): string {
  return payload.kind === "bytes"
    ? "Uint8Array"
    : ((typeName === null ? undefined : types.get(typeName)) ?? "unknown");
}

/** `{ readonly bearer: Credential }`, one for each way to be let in; null: no credential is asked for. */
function authType(api: Omit<ApiDocument, "revision">, { route }: RoutePlan): Code | null {
  const ways = route.security.map(({ schemes }) =>
    schemes.filter(({ schemeId }) => kindOf(api.securitySchemes[schemeId]) !== "outside"),
  );
  const texts = ways
    .filter((schemes) => schemes.length > 0)
    .map(
      (schemes) =>
        `{ ${schemes.map(({ schemeId }) => `readonly ${propertyKey(memberName(schemeId))}: Credential`).join("; ")} }`,
    );
  return texts.length === 0 ? null : written([...new Set(texts)].join(" | "));
}
