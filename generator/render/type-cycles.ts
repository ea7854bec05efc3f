import type { NamedType } from "../model/api.ts";
import type { Type } from "../model/type.ts";

/**
 * The types that a type is made of without an object or array between: TypeScript resolves such references at
 * once, so an alias that leads back to itself through them does not compile.
 */
export function directReferences(type: Type): ReadonlySet<string> {
  const found = new Set<string>();
  const pending = [type];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === "ref") {
      found.add(next.name);
    } else if (next.kind === "union") {
      pending.push(...next.options);
    } else if (next.kind === "intersection") {
      pending.push(...next.parts);
    }
  }
  return found;
}

/** The types that lead back to themselves through direct references. */
export function selfReferring(types: readonly NamedType[]): ReadonlySet<string> {
  const references = new Map(types.map((one) => [one.name, directReferences(one.type)]));
  return new Set(types.map((one) => one.name).filter((name) => leadsTo(name, name, references)));
}

function leadsTo(
  from: string,
  target: string,
  references: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  const seen = new Set<string>();
  const pending = [...(references.get(from) ?? [])];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next === target) {
      return true;
    }
    if (!seen.has(next)) {
      seen.add(next);
      pending.push(...(references.get(next) ?? []));
    }
  }
  return false;
}
