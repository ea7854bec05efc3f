import type { ApiDocument, Flow, Parameter } from "../../../runtime/contract/v1.ts";
import type { ApiModel } from "../../model/api.ts";
import { commentText, literal, propertyKey, written, type Code } from "../../render/code.ts";
import { renderTemplate, type View } from "../../render/engine.ts";
import { typescriptNames, type TypescriptNames } from "../../render/typescript-names.ts";
import { printTypescriptTypes } from "../../render/typescript-types.ts";
import { hookTypes } from "./hook-types.ts";

/** `gateway.d.ts`: the document's types and those of hooks, in one file that imports nothing. */
export function renderDeclarations(model: ApiModel, api: ApiDocument): string {
  return renderTemplate("gateway/gateway.d.ts.hbs", declarationsView(model, api));
}

/** All that `gateway.d.ts.hbs` prints. */
export function declarationsView(model: ApiModel, api: ApiDocument): View {
  const hooks = hookTypes();
  const names = typescriptNames(model.types, [...exportedNames(hooks), ...TAKEN]);
  const clientMessages = messageViews(model, api, "clientToServer", names);
  const serverMessages = messageViews(model, api, "serverToClient", names);
  return {
    title: commentText(api.title),
    version: commentText(api.version),
    hasClientMessages: clientMessages.length > 0,
    clientMessages,
    hasServerMessages: serverMessages.length > 0,
    serverMessages,
    places: (["path", "query", "header"] as const).map((place) => {
      const parameters = parameterViews(api, place);
      return { place: written(place), hasParameters: parameters.length > 0, parameters };
    }),
    types: printTypescriptTypes(model.types, names),
    hookTypes: hooks,
  };
}

/** Names that the file uses besides those of the document's types. */
const TAKEN = ["Api", "Uint8Array", "Readonly", "Record", "Promise"];

function exportedNames(declarations: string): readonly string[] {
  const found = declarations.matchAll(/^export (?:declare )?(?:interface|type) (\w+)/gmu);
  return [...found].map(([, name = ""]) => name);
}

function messageViews(
  model: ApiModel,
  api: ApiDocument,
  flow: Flow,
  names: TypescriptNames,
): readonly View[] {
  const groups = api.routes.flatMap((route) => route.flows[flow].groups);
  const ids = new Set(groups.flatMap((group) => group.entries.map((entry) => entry.messageId)));
  return model.messages
    .filter((message) => ids.has(message.id))
    .map((message) => ({ key: propertyKey(message.id), type: typeOf(message, names) }));
}

/** A payload that is bytes as a whole reaches hooks as bytes, whatever its schema says of them. */
function typeOf({ payload, typeName }: ApiModel["messages"][number], names: TypescriptNames): Code {
  if (payload.kind === "bytes") {
    return written("Uint8Array");
  }
  return written((typeName === null ? undefined : names.get(typeName)) ?? "unknown");
}

function parameterViews(api: ApiDocument, place: Parameter["in"]): readonly View[] {
  const onRoutes = api.routes.map((route) => route.parameters.filter(({ in: at }) => at === place));
  const byName = new Map<string, Parameter[]>();
  for (const parameter of onRoutes.flat()) {
    byName.set(parameter.name, [...(byName.get(parameter.name) ?? []), parameter]);
  }
  return [...byName].map(([name, parameters]) => {
    const isEverywhere = parameters.length === onRoutes.length;
    const types = new Set(parameters.map(parameterType));
    return {
      key: propertyKey(name),
      isOptional: !isEverywhere || parameters.some(({ required }) => !required),
      type: written([...types].join(" | ")),
    };
  });
}

function parameterType({ array, value }: Parameter): Code {
  const isText = value.type !== "boolean" && value.type !== "integer" && value.type !== "number";
  const single = isText ? textType(value.allowed) : written(plainType(value.type));
  return array === "none"
    ? single
    : written(`readonly ${single.includes(" | ") ? `(${single})` : single}[]`);
}

function plainType(type: Parameter["value"]["type"]): string {
  return type === "boolean" ? "boolean" : "number";
}

function textType(allowed: readonly string[]): Code {
  return written(
    allowed.length === 0 ? "string" : allowed.map((text) => literal(text)).join(" | "),
  );
}
