import { formatKind } from "../formats.ts";
import { EXCLUDED, listOf } from "./keywords.ts";
import type { Keywords } from "./keywords.ts";
import type { TextPlan, TextTest } from "./plan.ts";
import type { Planning } from "./planning.ts";
import { isReadableTest } from "./text-tests.ts";

/** What all parts say of strings; null: nothing is accepted. */
export function readText(
  parts: readonly Keywords[],
  values: readonly unknown[] | null,
  planning: Planning,
): TextPlan | null {
  const tests: TextTest[] = [];
  for (const part of parts) {
    const { pattern, format } = part;
    const own: readonly (TextTest & { readonly keyword: string })[] = [
      ...(typeof pattern === "string"
        ? [{ kind: "pattern", pattern, keyword: "pattern" } as const]
        : []),
      ...(typeof format === "string" && formatKind(format) === "string"
        ? [{ kind: "format", format, keyword: "format" } as const]
        : []),
    ];
    for (const { keyword, ...test } of own) {
      if (!isReadableTest(test)) {
        planning.report(part, keyword);
        return null;
      }
      tests.push(test);
    }
  }
  const lengths = (keyword: string): readonly number[] =>
    parts.map((part) => part[keyword]).filter((value) => typeof value === "number");
  const atMost = lengths("maxLength");
  const texts = (list: readonly unknown[]): readonly string[] =>
    list.filter((value) => typeof value === "string");
  return {
    minLength: Math.max(0, ...lengths("minLength")),
    maxLength: atMost.length === 0 ? null : Math.min(...atMost),
    values: values === null ? null : texts(values),
    excluded: texts(parts.flatMap((part) => listOf(part[EXCLUDED]))),
    tests: [...new Map(tests.map((test) => [JSON.stringify(test), test])).values()],
  };
}
