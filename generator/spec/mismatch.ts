/** One way in which a value differs from what AsyncAPI's schema says, at a pointer of the bundle. */
export type Mismatch = {
  /** Pointer of the value, or of the object that lacks or has a member. */
  readonly pointer: string;
  /** The name that AsyncAPI's schema has for the object: `channel`, `server`; null within one. */
  readonly definition: string | null;
} & (
  | { readonly kind: "type"; readonly expected: readonly string[] }
  | { readonly kind: "missing"; readonly name: string }
  | { readonly kind: "unknown"; readonly name: string; readonly known: readonly string[] }
  | { readonly kind: "value"; readonly allowed: readonly unknown[] }
  | { readonly kind: "pattern"; readonly pattern: string }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "repeated" }
  /** A number or length out of bounds, in words: `at least 1 item`. */
  | { readonly kind: "bound"; readonly expected: string }
  | { readonly kind: "forbidden" }
);
