import type { ApiDocument, Flow, Parameter, Route } from "../../../runtime/contract/v1.ts";
import type { ApiModel } from "../../model/api.ts";
import { kebabCase } from "../../naming/cases.ts";
import { markdownCode, markdownText, shellWord, written } from "../../render/code.ts";
import { renderTemplate, type View } from "../../render/engine.ts";
import { refusalRows, type RefusalLine } from "./refusal-rows.ts";
import { credentialWords, upstreamOf, valueWords } from "../api/describe.ts";

/** The page that explains a build to who runs it: routes, options, backends, refusals. */
export async function renderReadme(api: ApiDocument, model: ApiModel): Promise<string> {
  return renderTemplate("gateway/README.md.hbs", readmeView(api, model, await refusalRows()));
}

/** All that `README.md.hbs` prints. */
export function readmeView(
  api: ApiDocument,
  model: ApiModel,
  refusals: readonly RefusalLine[],
): View {
  return {
    title: markdownText(api.title),
    version: markdownText(api.version),
    hasDescription: api.description !== null,
    description: markdownText(api.description ?? ""),
    revision: markdownCode(api.revision),
    image: shellWord(kebabCase(api.title)),
    routes: api.routes.map((route) => routeView(api, model, route)),
    hasBackends: api.backends.length > 0,
    lacksBackends: api.backends.length === 0,
    backends: api.backends.map((backend) => ({
      id: markdownCode(backend.id),
      environment: written(backend.environment),
      url: markdownCode(backend.url),
    })),
    refusals: refusals.map(({ name, http, close, retry, when }) => ({
      name: markdownCode(name),
      http: written(http),
      close: written(close),
      retry: written(retry),
      when: written(when),
    })),
  };
}

function routeView(api: ApiDocument, model: ApiModel, route: Route): View {
  const credentials = credentialWords(api, route);
  return {
    path: markdownCode(route.path),
    backend: markdownCode(upstreamOf(api, route)),
    hasParameters: route.parameters.length > 0,
    parameters: route.parameters.map(parameterView),
    hasCredentials: credentials.length > 0,
    isOptional: route.security.some(({ schemes }) => schemes.length === 0),
    credentials: markdownText(credentials.join(" or ")),
    messages: (["clientToServer", "serverToClient"] as const).flatMap((flow) =>
      messageViews(model, route, flow),
    ),
  };
}

function parameterView(parameter: Parameter): View {
  return {
    name: markdownCode(parameter.name),
    place: written(parameter.in),
    required: written(parameter.required ? "yes" : "no"),
    value: markdownText(valueWords(parameter)),
  };
}

function messageViews(model: ApiModel, route: Route, flow: Flow): readonly View[] {
  const plan = route.flows[flow];
  const views = plan.groups.flatMap((group) =>
    group.entries.map((entry) => ({
      flow: written(flow),
      name: markdownCode(entry.messageId),
      frame: written(`${group.frame} ${group.encoding}`),
      operation: markdownCode(operationWords(model, entry.operationId, entry.replyTo !== null)),
    })),
  );
  return plan.anything ? [...views, anythingView(flow)] : views;
}

function operationWords(model: ApiModel, id: string, isReply: boolean): string {
  const title = model.operations.find((operation) => operation.id === id)?.title ?? null;
  const name = title === null || title === id ? id : `${id}: ${title}`;
  return isReply ? `reply to ${name}` : name;
}

function anythingView(flow: Flow): View {
  return {
    flow: written(flow),
    name: markdownText("anything"),
    frame: written("any"),
    operation: markdownText("the document declares no message here"),
  };
}
