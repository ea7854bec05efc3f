import type { Redact } from "./contract.ts";
import { tokensOf } from "./pointer.ts";

/** Puts `"***"` at each of the JSON pointers where something stands; in a list, a name or `*` is of all its items. */
export function redact(pointers: readonly string[]): Redact {
  const paths = pointers.map(tokensOf);
  return (payload) => paths.reduce<unknown>(without, payload);
}

function without(value: unknown, [token, ...rest]: readonly string[]): unknown {
  if (token === undefined) {
    return "***";
  }
  if (Array.isArray(value)) {
    const isIndex = /^\d+$/u.test(token);
    const inner = isIndex || token === "*" ? rest : [token, ...rest];
    return value.map((item, index) =>
      isIndex && index !== Number(token) ? item : without(item, inner),
    );
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(
        Object.entries(value).map(([name, member]) => [
          name,
          name === token || token === "*" ? without(member, rest) : member,
        ]),
      )
    : value;
}
