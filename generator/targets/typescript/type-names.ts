import type { NamedType } from "../../model/api.ts";
import { typescriptNames, type TypescriptNames } from "../../render/typescript-names.ts";
import { PUBLIC_NAMES } from "./public-names.ts";

/**
 * The name of each type of the document in the SDK: the author's own in PascalCase, with `Type` behind it where the SDK
 * itself has that name; `routeNames` are names of the SDK, too.
 */
export function sdkTypeNames(
  types: readonly NamedType[],
  routeNames: readonly string[],
): TypescriptNames {
  const taken = new Set([...PUBLIC_NAMES, ...routeNames]);
  const claims = types.map((type) => {
    const alone = typescriptNames([type]).get(type.name) ?? "";
    return taken.has(alone) ? { ...type, name: `${type.name} type` } : type;
  });
  // Of a document that has both `state` and `state type`, each keeps the name that it would have alone.
  const clashes = new Set(types.map(({ name }) => name));
  const asked = claims.map((claim, at) => {
    const original = types[at] ?? claim;
    return claim !== original && clashes.has(claim.name) ? original : claim;
  });
  const names = typescriptNames(asked, [...taken]);
  return new Map(
    types.map(({ name }, at) => [name, names.get(asked[at]?.name ?? name) ?? name] as const),
  );
}

/** Types that a text refers to, and that it must import. */
export class UsedTypes {
  readonly #names: TypescriptNames;
  readonly #used = new Set<string>();

  constructor(names: TypescriptNames) {
    this.#names = names;
  }

  /** The name of a type of the document; `unknown` where it has none. */
  refer(typeName: string | null): string {
    const name = typeName === null ? undefined : this.#names.get(typeName);
    if (name === undefined) {
      return "unknown";
    }
    this.#used.add(name);
    return name;
  }

  /** Sorted. */
  get all(): readonly string[] {
    return [...this.#used].sort();
  }
}
