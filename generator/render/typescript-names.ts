import type { NamedType } from "../model/api.ts";
import { freeName } from "../naming/free-name.ts";
import { wordsOf } from "../naming/words.ts";

/** The TypeScript name of each type, by its name in the model. */
export type TypescriptNames = ReadonlyMap<string, string>;

/** Names that printed types use themselves. */
const TAKEN = ["Uint8Array"];

/**
 * PascalCase names, each once. Where two types would be called the same, the one whose own name it is has it, else
 * the first in alphabetical order; the others keep a suffix made from their name, so that none depends on how many
 * there are. `reserved` are names that the file declares beside the types.
 */
export function typescriptNames(
  types: readonly NamedType[],
  reserved: readonly string[] = [],
): TypescriptNames {
  const taken = new Set([...TAKEN, ...reserved]);
  const given = new Map<string, string>();
  const claims = types.map(({ name }) => ({ name, wanted: pascalCase(name) }));
  for (const { name, wanted } of inOrderOfClaim(claims)) {
    const free = freeName(wanted, name, (one) => taken.has(one));
    taken.add(free);
    given.set(name, free);
  }
  return given;
}

/** A type and what it would be called if it were alone. */
interface Claim {
  readonly name: string;
  readonly wanted: string;
}

function inOrderOfClaim(claims: readonly Claim[]): readonly Claim[] {
  const rank = ({ name, wanted }: Claim) => (wanted === name ? 0 : 1);
  return claims.toSorted((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

function pascalCase(name: string): string {
  const joined = wordsOf(name)
    .map((word) => word.replaceAll(/[^\p{ID_Continue}]/gu, ""))
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  const letters = Array.from(joined).slice(0, 80).join("");
  return /^\p{ID_Start}/u.test(letters) ? letters : `Type${letters}`;
}
