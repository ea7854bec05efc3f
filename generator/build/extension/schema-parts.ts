/** The parts of JSON Schema 2020-12 that the schema of `x-framegate` uses and `check.ts` understands. */
export interface ExtensionSchema {
  readonly type?: "object" | "array" | "string" | "integer" | "number" | "boolean" | "null";
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly string[];
  readonly anyOf?: readonly ExtensionSchema[];
  readonly properties?: Readonly<Record<string, ExtensionSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | ExtensionSchema;
  readonly items?: ExtensionSchema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly pattern?: string;
}

/** An object that has only these keys, none of them required. */
export function closed(
  description: string,
  properties: Readonly<Record<string, ExtensionSchema>>,
): ExtensionSchema {
  return { type: "object", description, properties, additionalProperties: false };
}

/** One of a few words. */
export function oneOf(
  words: readonly string[],
  fallback: string | null,
  description: string,
): ExtensionSchema {
  return { type: "string", enum: words, default: fallback, description };
}

/** A list of texts. */
export function texts(fallback: readonly string[], description: string): ExtensionSchema {
  return { type: "array", items: { type: "string", minLength: 1 }, default: fallback, description };
}

/** A whole number from `minimum`; `unit` is told in the description. */
export function count(minimum: number, fallback: number, description: string): ExtensionSchema {
  return { type: "integer", minimum, maximum: 2_147_483_647, default: fallback, description };
}

/** A JSON pointer (RFC 6901); `""` is the whole value. */
export function pointer(description: string): ExtensionSchema {
  return { type: "string", pattern: "^(/([^~/]|~[01])*)*$", description };
}

/** A text, or null for none. */
export function textOrNull(description: string): ExtensionSchema {
  return {
    anyOf: [{ type: "string", minLength: 1 }, { type: "null" }],
    default: null,
    description,
  };
}
