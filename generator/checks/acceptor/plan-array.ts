import type { Keywords } from "./keywords.ts";
import { listOf } from "./keywords.ts";
import type { ArrayPlan } from "./plan.ts";
import type { Planning } from "./planning.ts";

/** What all parts say of arrays; null: nothing is accepted. */
export function readArray(parts: readonly Keywords[], planning: Planning): ArrayPlan | null {
  const sizes = (keyword: string): readonly number[] =>
    parts.map((part) => part[keyword]).filter((value) => typeof value === "number");
  const atMost = sizes("maxItems");
  const maxItems = atMost.length === 0 ? null : Math.min(...atMost);
  const unique = parts.find(({ uniqueItems }) => uniqueItems === true);
  if (unique !== undefined && (maxItems === null || maxItems > 1)) {
    planning.report(unique, "uniqueItems");
    return null;
  }
  const count = Math.max(...parts.map(({ prefixItems }) => listOf(prefixItems).length));
  const at = (index: number): readonly unknown[] =>
    parts.flatMap((part) => {
      const first = listOf(part["prefixItems"]);
      const schema = index < first.length ? first[index] : part["items"];
      return schema === undefined ? [] : [schema];
    });
  return {
    minItems: Math.max(0, ...sizes("minItems")),
    maxItems,
    first: Array.from({ length: count }, (_none, index) => planning.planOf(at(index))),
    rest: planning.planOf(at(count)),
  };
}
