/**
 * The shape of a value, independent of any language; SDKs, hook types, docs and samples are made from it.
 * A recursive schema points back by `ref`, so a type is a tree.
 */
export type Type =
  | { readonly kind: "unknown" }
  | { readonly kind: "never" }
  | { readonly kind: "null" }
  | { readonly kind: "boolean" }
  | { readonly kind: "string"; readonly format: string | null }
  | { readonly kind: "integer" }
  | { readonly kind: "number" }
  | { readonly kind: "bytes" }
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | { readonly kind: "list"; readonly item: Type }
  | { readonly kind: "tuple"; readonly items: readonly Type[]; readonly rest: Type | null }
  | { readonly kind: "map"; readonly value: Type }
  | { readonly kind: "record"; readonly fields: readonly Field[]; readonly rest: Type | null }
  | { readonly kind: "union"; readonly tag: string | null; readonly options: readonly Type[] }
  | { readonly kind: "intersection"; readonly parts: readonly Type[] }
  | { readonly kind: "ref"; readonly name: string };

/** One member of a record. `rest` of a record is the type of undeclared members; null: there are none. */
export interface Field {
  readonly name: string;
  readonly type: Type;
  readonly required: boolean;
  readonly description: string | null;
  readonly deprecated: boolean;
}
