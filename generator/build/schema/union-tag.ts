import type { NamedType } from "../../model/api.ts";
import type { Field, Type } from "../../model/type.ts";

/**
 * Finds the tag of each union: the member that all options require and whose literals differ from option to
 * option, so that a reader can switch on it. A hint of the author's (`discriminator`) that does not do that is no tag.
 */
export function tagged(types: readonly NamedType[]): readonly NamedType[] {
  const context: Types = {
    byName: new Map(types.map((one) => [one.name, one.type])),
    members: new Map(),
  };
  return types.map((one) => ({ ...one, type: withTags(one.type, context) }));
}

interface Types {
  readonly byName: ReadonlyMap<string, Type>;
  /** Members by the name of a type, found once; empty while they are being looked for. */
  readonly members: Map<string, TagMembers>;
}

type TagMembers = ReadonlyMap<string, Literals>;

function withTags(type: Type, types: Types): Type {
  const inner = (part: Type) => withTags(part, types);
  switch (type.kind) {
    case "union": {
      const options = type.options.map(inner);
      return { kind: "union", tag: tagOf(options, type.tag, types), options };
    }
    case "intersection":
      return { kind: "intersection", parts: type.parts.map(inner) };
    case "list":
      return { kind: "list", item: inner(type.item) };
    case "map":
      return { kind: "map", value: inner(type.value) };
    case "tuple":
      return {
        kind: "tuple",
        items: type.items.map(inner),
        rest: type.rest === null ? null : inner(type.rest),
      };
    case "record":
      return {
        kind: "record",
        fields: type.fields.map((field) => ({ ...field, type: inner(field.type) })),
        rest: type.rest === null ? null : inner(type.rest),
      };
    default:
      return type;
  }
}

function tagOf(options: readonly Type[], hint: string | null, types: Types): string | null {
  const members = options.map((option) => tagMembers(option, types));
  const [first] = members;
  if (first === undefined || members.length < 2) {
    return null;
  }
  const names = [...(hint === null ? [] : [hint]), ...first.keys()];
  return names.find((name) => tellsApart(members.map((member) => member.get(name)))) ?? null;
}

type Literals = readonly (string | number | boolean)[];

function tellsApart(literals: readonly (Literals | undefined)[]): boolean {
  const all = literals.flatMap((values) => values ?? []);
  return literals.every((values) => values !== undefined) && new Set(all).size === all.length;
}

/** The mandatory members of a type that are literals, with their values. */
function tagMembers(type: Type, types: Types): TagMembers {
  switch (type.kind) {
    case "record":
      return new Map(type.fields.flatMap((field) => literalField(field, types)));
    case "intersection":
      return new Map(type.parts.flatMap((part) => [...tagMembers(part, types)]));
    case "ref":
      return namedMembers(type.name, types);
    default:
      return new Map();
  }
}

function namedMembers(name: string, types: Types): TagMembers {
  const known = types.members.get(name);
  if (known !== undefined) {
    return known;
  }
  types.members.set(name, new Map());
  const found = tagMembers(types.byName.get(name) ?? { kind: "unknown" }, types);
  types.members.set(name, found);
  return found;
}

function literalField(field: Field, types: Types): readonly (readonly [string, Literals])[] {
  const literals = field.required ? literalsOf(field.type, types) : [];
  return literals.length === 0 ? [] : [[field.name, literals]];
}

function literalsOf(type: Type, types: Types): Literals {
  if (type.kind === "literal") {
    return [type.value];
  }
  if (type.kind === "ref") {
    const target = types.byName.get(type.name);
    return target === undefined || target.kind === "ref" ? [] : literalsOf(target, types);
  }
  if (type.kind !== "union") {
    return [];
  }
  const values = type.options.map((option) => (option.kind === "literal" ? option.value : null));
  return values.filter((value) => value !== null).length === values.length
    ? values.filter((value) => value !== null)
    : [];
}
