import { isRecord } from "../prepare.ts";
import { EXCLUDED, listOf } from "./keywords.ts";
import type { Keywords } from "./keywords.ts";

type Scalar = string | number | boolean | null;

/** Which kinds of value fit all parts. */
export interface Kinds {
  readonly kinds: {
    readonly words: readonly ("true" | "false" | "null")[];
    readonly number: boolean;
    readonly string: boolean;
    readonly array: boolean;
    readonly object: boolean;
  };
  readonly isInteger: boolean;
  /** The only values; null: any. */
  readonly values: readonly Scalar[] | null;
}

/** Keywords that are about one kind: a schema without `type` that has them is about that kind. */
const ABOUT: readonly (readonly [kind: string, keywords: readonly string[]])[] = [
  [
    "object",
    (
      "properties required additionalProperties patternProperties propertyNames " +
      "minProperties maxProperties"
    ).split(" "),
  ],
  ["array", ["items", "prefixItems", "minItems", "maxItems", "uniqueItems"]],
  ["string", ["minLength", "maxLength", "pattern"]],
  ["number", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]],
];

/**
 * The kinds that parts allow. Where no part says one, kinds that nobody means are left out: that a schema with
 * `properties` also fits the number 5 is true, but no message is it.
 */
export function kindsOf(parts: readonly Keywords[]): Kinds {
  const values = valuesOf(parts);
  const types = parts.flatMap(({ type }) => (type === undefined ? [] : [new Set([type].flat())]));
  const isInteger = types.some((names) => names.has("integer") && !names.has("number"));
  const meant = types.length > 0 || values !== null ? null : kindMeant(parts);
  const admits = (kind: string): boolean =>
    (meant === null || meant === kind) &&
    types.every((names) => names.has(kind) || (kind === "number" && names.has("integer"))) &&
    (values === null || values.some((value) => kindOf(value) === kind));
  const excluded = new Set(parts.flatMap((part) => listOf(part[EXCLUDED])));
  const isWord = (value: boolean | null): boolean =>
    admits(kindOf(value)) && (values === null || values.includes(value)) && !excluded.has(value);
  return {
    kinds: {
      words: [
        ...(isWord(true) ? (["true"] as const) : []),
        ...(isWord(false) ? (["false"] as const) : []),
        ...(isWord(null) ? (["null"] as const) : []),
      ],
      number: admits("number"),
      string: admits("string"),
      array: admits("array"),
      object: admits("object"),
    },
    isInteger,
    values,
  };
}

function kindMeant(parts: readonly Keywords[]): string | null {
  const about = ABOUT.find(([, keywords]) =>
    parts.some((part) => keywords.some((keyword) => keyword in part)),
  );
  return about?.[0] ?? null;
}

function kindOf(value: Scalar): string {
  return value === null ? "null" : typeof value;
}

/** Values that every `const` and `enum` has; alternatives have taken those of objects and lists away. */
function valuesOf(parts: readonly Keywords[]): readonly Scalar[] | null {
  const lists = parts.flatMap((part) => [
    ...("const" in part ? [[part["const"]]] : []),
    ...("enum" in part ? [listOf(part["enum"])] : []),
  ]);
  const [first, ...others] = lists;
  return first === undefined
    ? null
    : [...new Set(first.filter(isScalar))].filter((value) =>
        others.every((list) => list.includes(value)),
      );
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

/** What a part says under `keyword`, as the document's own text where a double does not hold it; null: nothing. */
export function hasExact(part: Keywords, keyword: string): boolean {
  const exact = part["x-exact"];
  return isRecord(exact) && keyword in exact;
}
