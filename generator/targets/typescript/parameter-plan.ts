import type { Parameter, Route } from "../../../runtime/contract/v1.ts";
import type {
  ApiModel,
  JsonSchema,
  NamedType,
  Parameter as DescribedParameter,
} from "../../model/api.ts";
import type { Field, Type } from "../../model/type.ts";
import { constraintWords, describedBy } from "./constraint-words.ts";
import { memberNames, type MemberNames } from "./member-names.ts";

/** The parameters of a route as one object: its type, its schema, its names. */
export interface ParameterPlan {
  /** Key in the object, by `place name`. */
  readonly keys: MemberNames;
  readonly type: Type;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
}

/** Key of a parameter in `ParameterPlan.keys`' ids: one name may stand in several places. */
export function parameterId({ in: place, name }: Pick<Parameter, "in" | "name">): string {
  return `${place} ${name}`;
}

/** Joins the parameters of a route's path, query and headers; a name that is in several keeps its place. */
export function planParameters(model: ApiModel, route: Route): ParameterPlan {
  const described = model.routes.find(({ id }) => id === route.id)?.parameters ?? [];
  const keys = keysOf(route.parameters);
  const key = (parameter: Parameter): string => keys.get(parameterId(parameter)) ?? parameter.name;
  const required = route.parameters.filter((parameter) => parameter.required);
  const fields = route.parameters.map((parameter) => {
    const words = described.find((one) => one.in === parameter.in && one.name === parameter.name);
    return fieldOf(key(parameter), parameter, words);
  });
  return {
    keys,
    type: { kind: "record", fields, rest: null },
    schema: {
      type: "object",
      properties: Object.fromEntries(route.parameters.map((one) => [key(one), schemaOf(one)])),
      required: required.map(key),
      additionalProperties: false,
    },
    isRequired: required.length > 0,
  };
}

function keysOf(parameters: readonly Parameter[]): MemberNames {
  const single = (name: string): boolean =>
    parameters.filter((one) => one.name === name).length === 1;
  const labels = new Map(
    parameters.map((one) => [
      parameterId(one),
      single(one.name) ? one.name : `${one.name} ${one.in}`,
    ]),
  );
  const names = memberNames(labels.values());
  return new Map([...labels].map(([id, label]) => [id, names.get(label) ?? label]));
}

function fieldOf(
  name: string,
  parameter: Parameter,
  described: DescribedParameter | undefined,
): Field {
  return {
    name,
    type:
      parameter.array === "none" ? typeOf(parameter) : { kind: "list", item: typeOf(parameter) },
    required: parameter.required,
    description: wordsOf(parameter, described),
    deprecated: described?.deprecated ?? false,
  };
}

function wordsOf(parameter: Parameter, described: DescribedParameter | undefined): string {
  const { in: place, name } = parameter;
  const where = {
    path: "In the path",
    query: `Query parameter \`${name}\``,
    header: `Header \`${name}\``,
  }[place];
  const preset = described?.defaultValue;
  const said = describedBy(described?.description ?? null, constraintWords(schemaOf(parameter)));
  return [
    ...(said === null ? [] : [said]),
    `${where}.${preset === undefined || preset === null ? "" : ` The server takes ${JSON.stringify(preset)} where it is absent.`}`,
  ].join("\n\n");
}

function typeOf({ value }: Parameter): Type {
  if (value.type === "integer" || value.type === "number" || value.type === "boolean") {
    return { kind: value.type };
  }
  const options = value.allowed.map((text): Type => ({ kind: "literal", value: text }));
  const [only] = options;
  const format = value.type === "string" ? value.format : value.type;
  return only === undefined
    ? { kind: "string", format }
    : options.length === 1
      ? only
      : { kind: "union", tag: null, options };
}

/** The schema of a parameter as a typed value, as the gateway reads it from text. */
function schemaOf({ value, array }: Parameter): JsonSchema {
  const isText = !["integer", "number", "boolean"].includes(value.type);
  const allowed = value.allowed.map((text): unknown => (isText ? text : JSON.parse(text)));
  const item = {
    type: isText ? "string" : value.type,
    ...(allowed.length === 0 ? {} : { enum: allowed }),
    ...optional({
      format: isText && value.type !== "string" ? value.type : value.format,
      pattern: value.pattern,
      minimum: value.minimum,
      maximum: value.maximum,
      exclusiveMinimum: value.exclusiveMinimum,
      exclusiveMaximum: value.exclusiveMaximum,
      minLength: value.minLength,
      maxLength: value.maxLength,
    }),
  };
  return array === "none"
    ? item
    : {
        type: "array",
        items: item,
        ...optional({ minItems: value.minItems, maxItems: value.maxItems }),
      };
}

function optional(keywords: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(keywords).filter(([, value]) => value !== null));
}

/** A type of its own for the parameters of a route. */
export function parametersType(name: string, plan: ParameterPlan): NamedType {
  return { name, type: plan.type, description: null };
}
