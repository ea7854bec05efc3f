import type { ApiDocument, Parameter } from "../../../runtime/contract/v1.ts";
import type { ApiModel, Message } from "../../model/api.ts";
import { commentText, docComment, literal, propertyKey, written } from "../../render/code.ts";
import { renderTemplate, type View } from "../../render/engine.ts";
import { printTypescriptTypes } from "../../render/typescript-types.ts";
import { closeCodeMembers } from "./close-codes.ts";
import { credentialTypes } from "./credential-types.ts";
import { describedTypes } from "./described-types.ts";
import { draftType, messageType, type MessageTypes } from "./message-types.ts";
import { parameterId, parametersType } from "./parameter-plan.ts";
import type { NamedRoute } from "./named-routes.ts";
import { RAW, type RoutePlan } from "./route-plan.ts";
import { serverView } from "./server-types.ts";
import { sdkTypeNames, UsedTypes } from "./type-names.ts";

/** The declarations of an SDK: `lib/types.d.ts`, `lib/index.d.ts` and what differs of it in browsers. */
export interface Declarations {
  readonly types: string;
  readonly index: string;
  readonly browser: string;
}

/** Prints what users of the SDK see. */
export function renderDeclarations(
  model: ApiModel,
  api: Omit<ApiDocument, "revision">,
  routes: readonly NamedRoute[],
): Declarations {
  const routeNames = routes.flatMap(({ names }) => Object.values(names));
  const names = sdkTypeNames(model.types, routeNames);
  const types = printTypescriptTypes(describedTypes(model), names);
  const used = new UsedTypes(names);
  const views = routes.map((route) => routeView(api, route, { model, used }));
  const closeCodes = closeCodeMembers(api);
  const index = renderTemplate("typescript/index.d.ts.hbs", {
    title: commentText(api.title),
    version: commentText(api.version),
    hasTypes: used.all.length > 0,
    usedTypes: used.all.map((name) => ({ name: written(name) })),
    hasCredentials: views.some(({ hasAuth }) => hasAuth === true),
    hasCloseCodes: closeCodes.length > 0,
    closeCodes,
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
  types: MessageTypes,
): View {
  const { route } = plan;
  const declared = new Map([["parameters", names.parameters]]);
  const { auth, isOpen } = credentialTypes(api, route);
  const servers = serverView(api, route);
  return {
    ...servers,
    path: commentText(route.path),
    type: written(names.type),
    parts: partViews(plan, types),
    parameters: printTypescriptTypes([parametersType("parameters", parameters)], declared),
    parametersName: written(names.parameters),
    options: written(names.options),
    connect: written(names.connect),
    hasAuth: auth !== null,
    auth: auth ?? written("never"),
    isAuthOptional: isOpen,
    areOptionsOptional: isOpen && servers["areServersOptional"] === true,
  };
}

/** One line feed at the end. */
function oneEnd(text: string): string {
  return text.replace(/\n+$/u, "\n");
}

/** What a browser cannot send: headers. */
function browserView({ plan, parameters, names }: NamedRoute): View {
  const headers = plan.route.parameters.filter((parameter) => parameter.in === "header");
  const keyOf = (parameter: Parameter): string =>
    parameters.keys.get(parameterId(parameter)) ?? parameter.name;
  return {
    browserName: written(names.browserParameters),
    hasHeaders: headers.length > 0,
    headers: written(headers.map((one) => literal(keyOf(one))).join(" | ")),
    isImpossible: headers.some(({ required }) => required),
    required: headers
      .filter(({ required }) => required)
      .map((one) => ({ key: propertyKey(keyOf(one)) })),
  };
}

function partViews(plan: RoutePlan, types: MessageTypes): readonly View[] {
  const { clientToServer, serverToClient } = plan.route.flows;
  const sends = plan.sends.map((sent) =>
    memberView(sent.name, sent.message, draftType(sent, null, types)),
  );
  const receives = plan.receives.map((message) =>
    memberView(
      plan.receiveNames.get(message.id) ?? message.id,
      message,
      messageType(message, types),
    ),
  );
  return [
    partView("sends", [...sends, ...(clientToServer.anything ? [RAW_SENT] : [])]),
    partView("receives", [...receives, ...(serverToClient.anything ? [RAW_RECEIVED] : [])]),
    partView(
      "requests",
      plan.requests.map(({ name, sent, replies, idAt, id, description }) => {
        const reply = [...new Set(replies.map((message) => messageType(message, types)))];
        const request = draftType(sent, id === null ? null : idAt, types);
        return exchangeView(name, description, [request, reply.join(" | ")]);
      }),
    ),
    partView(
      "answers",
      plan.answers.map(({ name, question, reply, replyIdAt, description }) =>
        exchangeView(name, description, [
          messageType(question, types),
          draftType(reply, replyIdAt, types),
        ]),
      ),
    ),
  ];
}

function partView(part: string, members: readonly View[]): View {
  return { part: written(part), hasMembers: members.length > 0, members };
}

const RAW_SENT: View = {
  key: written(RAW),
  type: written("string | Uint8Array"),
  hasDoc: true,
  doc: docComment(
    "A frame of any kind: the document declares no message here, so nothing is checked.",
    "    ",
  ),
};

const RAW_RECEIVED: View = {
  ...RAW_SENT,
  doc: docComment("A frame that no declared message is: the document lets anything pass.", "    "),
};

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
    type: written(`{\n      readonly request: ${request};\n      readonly reply: ${reply};\n    }`),
    hasDoc: description !== null,
    doc: docComment(description ?? "", "    "),
  };
}
