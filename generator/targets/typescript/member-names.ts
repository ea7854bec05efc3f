import { freeName } from "../../naming/free-name.ts";
import { wordsOf } from "../../naming/words.ts";

/** Names by id, each once. */
export type MemberNames = ReadonlyMap<string, string>;

/**
 * Names of members for ids of the document, each once: the author's own where it is a plain JavaScript name, else its
 * words in camelCase. Where two ids would be called the same, the one whose own name it is has it, else the first in
 * alphabetical order; the others keep a suffix made from their id, so that adding one renames none. `reserved` are
 * members that are there already.
 */
export function memberNames(ids: Iterable<string>, reserved: readonly string[] = []): MemberNames {
  const taken = new Set(reserved);
  const names = new Map<string, string>();
  const all = [...new Set(ids)];
  const claims = all.map((id) => ({ id, wanted: memberName(id) }));
  const rank = (claim: { readonly id: string; readonly wanted: string }): number =>
    claim.wanted === claim.id ? 0 : 1;
  for (const { id, wanted } of claims.toSorted(
    (a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1),
  )) {
    const name = freeName(wanted, id, (one) => taken.has(one));
    taken.add(name);
    names.set(id, name);
  }
  return new Map(all.map((id) => [id, names.get(id) ?? id]));
}

const PLAIN = /^[A-Za-z][A-Za-z0-9]{0,79}$/u;

/** Members that every object has, or that would make of it what it is not. */
const SPECIAL = new Set(["constructor", "prototype", "then", "toString", "valueOf", "toJSON"]);

/** `user.message` is `userMessage`, `2fa` is `_2fa`. */
export function memberName(id: string): string {
  if (PLAIN.test(id) && !SPECIAL.has(id)) {
    return id;
  }
  const [first = "", ...rest] = wordsOf(id).map((word) =>
    word.replaceAll(/[^\p{ID_Continue}]/gu, ""),
  );
  const joined = first + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  const letters = Array.from(joined).slice(0, 80).join("");
  const name = /^\p{ID_Start}/u.test(letters) ? letters : `_${letters}`;
  return SPECIAL.has(name) ? `${name}_` : name;
}
