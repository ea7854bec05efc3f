import type { ApiDocument } from "../../../runtime/contract/v1.ts";
import type { ApiModel, Message } from "../../model/api.ts";
import { printImport } from "../../render/javascript-import.ts";
import { written } from "../../render/code.ts";
import {
  Expression,
  printJavaScript,
  type JavaScriptValue,
} from "../../render/javascript-value.ts";
import { authSample, parameterSamples } from "./connect-samples.ts";
import { ROUTE_EXPORT } from "./index-module.ts";
import { sampleCode, type MessageSamples } from "./message-samples.ts";
import type { NamedRoute } from "./named-routes.ts";

/** What the samples of an SDK's own tests are made of. */
export interface SamplesInput {
  readonly model: ApiModel;
  readonly api: Omit<ApiDocument, "revision">;
  readonly routes: readonly NamedRoute[];
  readonly samples: MessageSamples;
}

/** `test/samples.mjs`: a sample of each message, by route; `test/messages.test.mjs` sends and receives them. */
export function samplesModule(input: SamplesInput): string {
  const named = input.routes.map((route, at) => ({ route, local: `route${at + 1}` }));
  const imports = named.map(({ route, local }) =>
    printImport([`${ROUTE_EXPORT} as ${local}`], `../lib/${route.names.module}.js`),
  );
  const views = named.map(({ route, local }) => routeSamples(input, route, local));
  return [
    `import * as checks from "../lib/checks.js";\n`,
    ...imports,
    `\n/** By route of the API: what connects to it, and a sample of each message. */\n`,
    `export const ROUTES = ${printJavaScript(views)};\n`,
  ].join("");
}

function routeSamples(
  { model, api, samples }: SamplesInput,
  { plan, parameters }: NamedRoute,
  local: string,
): JavaScriptValue {
  const one = (message: Message) => {
    const { value, broken } = samples.of(message);
    return value === undefined
      ? []
      : [
          {
            value: sampleCode(model, message, value),
            ...(broken === undefined ? {} : { broken: sampleCode(model, message, broken) }),
          },
        ];
  };
  return {
    table: new Expression(written(`${local}(checks)`)),
    parameters: parameterSamples(plan.route, parameters, { model, samples, isAll: true }),
    auth: authSample(api, plan.route) ?? {},
    sends: plan.sends.flatMap(({ name, message, group }) =>
      one(message).map((sample) => ({ name, ...sample, ...topicOf(group.topic) })),
    ),
    receives: plan.route.flows.serverToClient.groups.flatMap((group, at) =>
      group.entries.flatMap(({ messageId }) => {
        const message = plan.receives.find(({ id }) => id === messageId);
        const name = plan.receiveNames.get(messageId) ?? messageId;
        return (message === undefined ? [] : one(message)).map(({ value }) => ({
          group: at,
          name,
          value,
          ...topicOf(group.topic),
        }));
      }),
    ),
  };
}

function topicOf(topic: { readonly address: string } | null): { readonly topic?: string } {
  return topic === null ? {} : { topic: topic.address.replaceAll(/\{[^{}]*\}/gu, "x") };
}
