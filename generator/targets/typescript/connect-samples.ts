import type { ApiDocument, Route } from "../../../runtime/contract/v1.ts";
import type { ApiModel, JsonSchema } from "../../model/api.ts";
import type { JavaScriptValue } from "../../render/javascript-value.ts";
import { kindOf } from "./credentials.ts";
import { memberName } from "./member-names.ts";
import type { MessageSamples } from "./message-samples.ts";
import { parameterId, type ParameterPlan } from "./parameter-plan.ts";

/** How the parameters of a sample are chosen. */
interface ParameterChoice {
  readonly model: ApiModel;
  readonly samples: MessageSamples;
  /** Optional ones, too. */
  readonly isAll: boolean;
}

/** An object of parameters that opens a connection: the document's examples and defaults, else made ones. */
export function parameterSamples(
  route: Route,
  plan: ParameterPlan,
  { model, samples, isAll }: ParameterChoice,
): Readonly<Record<string, JavaScriptValue>> {
  const described = model.routes.find(({ id }) => id === route.id)?.parameters ?? [];
  const properties = propertiesOf(plan.schema);
  const chosen = route.parameters.filter(({ required }) => isAll || required);
  return Object.fromEntries(
    chosen.flatMap((parameter) => {
      const key = plan.keys.get(parameterId(parameter)) ?? parameter.name;
      const words = described.find((one) => one.in === parameter.in && one.name === parameter.name);
      const wishes = [...(words?.examples ?? []), words?.defaultValue, "example"];
      const schema = Object.hasOwn(properties, key) ? (properties[key] ?? true) : true;
      const value = samples.valueOf(schema, wishes);
      return isPlain(value) ? [[key, value] as const] : [];
    }),
  );
}

/** Credentials that have the right form; null: none is asked for. */
export function authSample(
  { securitySchemes }: Pick<ApiDocument, "securitySchemes">,
  { security }: Route,
): Readonly<Record<string, JavaScriptValue>> | null {
  const [way] = security
    .map(({ schemes }) =>
      schemes.flatMap(({ schemeId }) => {
        const scheme = Object.hasOwn(securitySchemes, schemeId)
          ? securitySchemes[schemeId]
          : undefined;
        const kind = kindOf(scheme);
        const value: JavaScriptValue =
          kind === "basic" ? { username: "ada", password: "secret" } : "your-token";
        return kind === "outside" ? [] : [[memberName(schemeId), value] as const];
      }),
    )
    .filter((members) => members.length > 0);
  return way === undefined ? null : Object.fromEntries(way);
}

function propertiesOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  const found = typeof schema === "object" ? schema["properties"] : undefined;
  return typeof found === "object" && found !== null ? { ...found } : {};
}

function isPlain(value: unknown): value is JavaScriptValue {
  return (
    ["string", "number", "boolean"].includes(typeof value) ||
    (Array.isArray(value) && value.every(isPlain))
  );
}
