import type { ApiModel, Message } from "../../model/api.ts";
import type { Type } from "../../model/type.ts";
import { printImport } from "../../render/javascript-import.ts";
import { printJavaScript, type JavaScriptValue } from "../../render/javascript-value.ts";
import type { MemberNames } from "./member-names.ts";
import { fieldsOf, resolved } from "./record-fields.ts";
import type { RoutePlan } from "./route-plan.ts";

/** More values than that name no message. */
const MAX_VALUES = 20;

/** Levels of objects in which a message may say what it is. */
const TAG_LEVELS = 2;

/** By JSON pointer: the values that a message can have there. */
type Tags = Record<string, readonly (string | number | boolean)[]>;

/**
 * `lib/traits.js`: what the messages of each route say of themselves, by which a client names the one that was meant by
 * a wrong message; null where no route has any to tell apart.
 */
export function traitsModule(
  model: ApiModel,
  routes: readonly { readonly plan: RoutePlan }[],
  likely: MemberNames,
): string | null {
  const constants = routes.flatMap(({ plan }) => {
    const name = likely.get(plan.route.id);
    return name === undefined ? [] : [`export const ${name} = ${callOf(model, plan)};\n`];
  });
  const head = printImport(["likely"], "./core/likely.js");
  return constants.length === 0 ? null : `${head}\n${constants.join("\n")}`;
}

/** Whether a route has messages that a wrong one could be. */
export function hasTraits({ receives }: RoutePlan): boolean {
  return receives.length > 1;
}

function callOf(model: ApiModel, { receives, receiveNames }: RoutePlan): string {
  const members = receives.flatMap((message) => {
    const traits = traitsOf(model, message);
    return traits === null ? [] : [[receiveNames.get(message.id) ?? message.id, traits] as const];
  });
  return `/* @__PURE__ */ likely(${printJavaScript(Object.fromEntries(members))})`;
}

function traitsOf(model: ApiModel, { typeName }: Message): JavaScriptValue | null {
  const type = typeName === null ? null : resolved(model, { kind: "ref", name: typeName });
  if (type?.kind === "tuple") {
    const indices = type.items.map((_, index) => String(index));
    return [tagsOfItems(model, type.items), indices, indices];
  }
  const fields = type === null ? null : fieldsOf(model, type);
  return fields === null
    ? null
    : [
        tagsOf(model, type, "", TAG_LEVELS),
        fields.map(({ name }) => name),
        fields.filter(({ required }) => required).map(({ name }) => name),
      ];
}

function tagsOf(model: ApiModel, type: Type | null, at: string, levels: number): Tags {
  const fields = type === null || levels === 0 ? [] : (fieldsOf(model, type) ?? []);
  const tags: Tags = {};
  for (const { name, type: fieldType } of fields) {
    const pointer = `${at}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const values = valuesOf(model, fieldType);
    Object.assign(
      tags,
      values === null ? tagsOf(model, fieldType, pointer, levels - 1) : { [pointer]: values },
    );
  }
  return tags;
}

function tagsOfItems(model: ApiModel, items: readonly Type[]): Tags {
  return Object.fromEntries(
    items.flatMap((item, index) => {
      const values = valuesOf(model, item);
      return values === null ? [] : [[`/${index}`, values] as const];
    }),
  );
}

/** The only values of a type, if they are few; null: there are others. */
function valuesOf(model: ApiModel, type: Type): Tags[string] | null {
  const at = resolved(model, type);
  const options = at?.kind === "union" ? at.options.map((one) => resolved(model, one)) : [at];
  const values = options.flatMap((option) => (option?.kind === "literal" ? [option.value] : []));
  return values.length === options.length && values.length <= MAX_VALUES ? values : null;
}
