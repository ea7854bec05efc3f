import type { ApiModel } from "../../model/api.ts";
import type { Field, Type } from "../../model/type.ts";

/** What a chain of references leads to; null: to itself, or to nothing. */
export function resolved(model: ApiModel, type: Type): Type | null {
  let at: Type | undefined = type;
  for (let steps = 0; at?.kind === "ref" && steps < 100; steps += 1) {
    const { name }: { readonly name: string } = at;
    at = model.types.find((one) => one.name === name)?.type;
  }
  return at === undefined || at.kind === "ref" ? null : at;
}

/** How many intersections inside each other are looked into. */
const MAX_DEPTH = 20;

/**
 * The members that every value of a type has or may have; null: it is no object with members of its own. Of the parts
 * of an intersection that say different things of a member, the one that says which value it is counts.
 */
export function fieldsOf(model: ApiModel, type: Type, depth = 0): readonly Field[] | null {
  const at = depth > MAX_DEPTH ? null : resolved(model, type);
  if (at?.kind === "record") {
    return at.fields;
  }
  if (at?.kind !== "intersection") {
    return null;
  }
  const merged = new Map<string, Field>();
  for (const part of at.parts) {
    for (const field of fieldsOf(model, part, depth + 1) ?? []) {
      const former = merged.get(field.name);
      merged.set(field.name, former === undefined ? field : both(model, former, field));
    }
  }
  return merged.size === 0 ? null : [...merged.values()];
}

function both(model: ApiModel, former: Field, field: Field): Field {
  const isFormerExact = resolved(model, former.type)?.kind === "literal";
  return {
    ...(isFormerExact ? former : field),
    required: former.required || field.required,
  };
}

/** A member, and those that lead to it from outside in, by the names of a JSON pointer; null: there is none. */
export function fieldPath(
  model: ApiModel,
  type: Type,
  names: readonly string[],
): readonly Field[] | null {
  const [name, ...rest] = names;
  const field = fieldsOf(model, type)?.find((one) => one.name === name);
  if (field === undefined) {
    return null;
  }
  const inner = rest.length === 0 ? [] : fieldPath(model, field.type, rest);
  return inner === null ? null : [field, ...inner];
}
