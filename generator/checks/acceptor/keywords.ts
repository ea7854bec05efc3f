/** How the keywords of a schema are sorted out for acceptors. */
import { isRecord, refTarget } from "../prepare.ts";
import { EXCLUDED, negationOf } from "./negation.ts";

export type Keywords = Readonly<Record<string, unknown>>;

/** Something of a schema that acceptors cannot read, and the keyword that holds it. */
export interface Gap {
  /** The schema object of the document that holds the keyword. */
  readonly schema: object;
  readonly keyword: string;
}

/** Alternatives of a schema, and the schema without them. */
export interface Alternatives {
  readonly keyword: string;
  /** Exactly one of them is meant to fit, not at least one. */
  readonly isExclusive: boolean;
  readonly list: readonly unknown[];
  readonly rest: Keywords;
}

/** Keywords that assert something and that acceptors know nothing of. */
const UNREAD = [
  "unevaluatedItems",
  "unevaluatedProperties",
  "contains",
  "minContains",
  "maxContains",
] as const;

/** Takes schemas apart; what it makes of one schema, it makes once. */
export class SchemaReader {
  readonly #schemas: Readonly<Record<string, unknown>>;
  readonly #derived = new WeakMap<object, Map<string, Keywords>>();
  readonly #sources = new WeakMap<object, object>();
  readonly #ids = new WeakMap<object, number>();
  #count = 0;

  constructor(schemas: Readonly<Record<string, unknown>>) {
    this.#schemas = schemas;
  }

  /** The schema of the document that one of ours was made of. */
  sourceOf(schema: object): object {
    let source = schema;
    for (;;) {
      const found = this.#sources.get(source);
      if (found === undefined) {
        return source;
      }
      source = found;
    }
  }

  /** A name of a set of schemas: the same for the same schemas. */
  nameOf(parts: readonly Keywords[]): string {
    const ids = parts.map((part) => {
      const id = this.#ids.get(part) ?? (this.#count += 1);
      this.#ids.set(part, id);
      return id;
    });
    return ids.toSorted((a, b) => a - b).join(",");
  }

  /**
   * All that must hold together with these schemas: references followed, `allOf` and `not` resolved. null: nothing
   * fits. What cannot be read goes to `report`.
   */
  flatten(schemas: readonly unknown[], report: (gap: Gap) => void): readonly Keywords[] | null {
    const seen = new Set<Keywords>();
    const pending = [...schemas];
    for (const schema of pending) {
      if (schema === true) {
        continue;
      }
      if (!isRecord(schema)) {
        return null;
      }
      if (seen.has(schema)) {
        continue;
      }
      seen.add(schema);
      const more = this.#conjuncts(schema, report);
      if (more === null) {
        return null;
      }
      pending.push(...more);
    }
    return [...seen].filter((part) => Object.keys(part).some((keyword) => !STRUCTURE.has(keyword)));
  }

  #conjuncts(schema: Keywords, report: (gap: Gap) => void): readonly unknown[] | null {
    const more: unknown[] = [];
    if ("$ref" in schema) {
      more.push(this.#resolve(schema["$ref"]));
    }
    more.push(...listOf(schema["allOf"]));
    if ("not" in schema) {
      const negation = this.#made(schema, "not", () => ({
        allOf: [this.#negationOf(schema["not"]) ?? UNREADABLE],
      }));
      more.push(negation);
    }
    const unread = UNREAD.find((keyword) => keyword in schema && schema[keyword] !== true);
    const isUnreadable = schema === UNREADABLE || more.includes(UNREADABLE);
    if (unread !== undefined || isUnreadable || holdsUnreadable(more)) {
      report({ schema: this.sourceOf(schema), keyword: unread ?? "not" });
      return null;
    }
    return more;
  }

  /** A schema of values that this one refuses; null: none was found. */
  #negationOf(schema: unknown): unknown {
    return negationOf(schema, (ref) => this.#resolve(ref));
  }

  #resolve(ref: unknown): unknown {
    const target = refTarget(ref);
    return target !== null && Object.hasOwn(this.#schemas, target) ? this.#schemas[target] : false;
  }

  /** Alternatives of the first of `parts` that has some; null: none has. */
  alternativesOf(
    parts: readonly Keywords[],
  ): { readonly at: number; readonly alternatives: Alternatives } | null {
    for (const [at, part] of parts.entries()) {
      const alternatives = this.#alternatives(part);
      if (alternatives !== null) {
        return { at, alternatives };
      }
    }
    return null;
  }

  #alternatives(part: Keywords): Alternatives | null {
    for (const keyword of ["oneOf", "anyOf"] as const) {
      const list = listOf(part[keyword]);
      if (list.length > 0) {
        const rest = this.#without(part, [keyword]);
        return { keyword, isExclusive: keyword === "oneOf", list, rest };
      }
    }
    if ("if" in part) {
      return this.#conditional(part);
    }
    const dependent = this.#dependent(part);
    return dependent ?? this.#values(part);
  }

  /** `if`, `then`, `else` as two ways: the condition with the one, what refuses it with the other. */
  #conditional(part: Keywords): Alternatives {
    const made = this.#made(part, "if", () => {
      const { if: condition, then = true, else: otherwise = true } = part;
      const refused = this.#negationOf(condition) ?? false;
      return { anyOf: [{ allOf: [condition, then] }, { allOf: [refused, otherwise] }] };
    });
    const rest = this.#without(part, ["if", "then", "else"]);
    return { keyword: "if", isExclusive: false, list: listOf(made["anyOf"]), rest };
  }

  #dependent(part: Keywords): Alternatives | null {
    for (const keyword of ["dependentRequired", "dependentSchemas"] as const) {
      const map = part[keyword];
      const [entry] = Object.entries(isRecord(map) ? map : {});
      if (entry === undefined) {
        continue;
      }
      const [key, demanded] = entry;
      const made = this.#made(part, `${keyword} ${key}`, () => ({
        anyOf: [
          { type: "object", properties: Object.fromEntries([[key, false]]) },
          {
            required: [key],
            ...(Array.isArray(demanded)
              ? { allOf: [{ required: demanded }] }
              : { allOf: [demanded] }),
          },
        ],
      }));
      const { [key]: _read, ...others } = isRecord(map) ? map : {};
      const rest = this.#made(part, `no ${keyword} ${key}`, () => ({ ...part, [keyword]: others }));
      return { keyword, isExclusive: false, list: listOf(made["anyOf"]), rest };
    }
    return null;
  }

  /** `const` and `enum` of objects and lists. */
  #values(part: Keywords): Alternatives | null {
    const keyword = isCompound(part["const"])
      ? "const"
      : listOf(part["enum"]).some(isCompound)
        ? "enum"
        : null;
    if (keyword === null) {
      return null;
    }
    const values = keyword === "const" ? [part["const"]] : listOf(part["enum"]);
    const made = this.#made(part, keyword, () => ({ anyOf: values.map(schemaOfValue) }));
    const rest = this.#without(part, [keyword]);
    return { keyword, isExclusive: false, list: listOf(made["anyOf"]), rest };
  }

  #without(part: Keywords, keywords: readonly string[]): Keywords {
    return this.#made(part, `without ${keywords.join()}`, () =>
      Object.fromEntries(Object.entries(part).filter(([keyword]) => !keywords.includes(keyword))),
    );
  }

  #made(part: Keywords, name: string, make: () => Keywords): Keywords {
    const derived = this.#derived.get(part) ?? new Map<string, Keywords>();
    this.#derived.set(part, derived);
    const made = derived.get(name) ?? make();
    derived.set(name, made);
    this.#sources.set(made, part);
    return made;
  }
}

/** Keywords that `flatten` resolves. */
const STRUCTURE = new Set(["$ref", "allOf", "not"]);

/** In place of a schema that could not be made. */
const UNREADABLE: Keywords = Object.freeze({ not: { unreadable: true } });

function holdsUnreadable(schemas: readonly unknown[]): boolean {
  return schemas.some((schema) => isRecord(schema) && listOf(schema["allOf"]).includes(UNREADABLE));
}

function isCompound(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** A schema that this value alone fits. */
function schemaOfValue(value: unknown): Keywords {
  if (Array.isArray(value)) {
    const prefixItems = value.map(schemaOfValue);
    return { type: "array", prefixItems, items: false, minItems: value.length };
  }
  if (isRecord(value)) {
    const properties = Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, schemaOfValue(inner)]),
    );
    const required = Object.keys(value);
    return { type: "object", properties, required, additionalProperties: false };
  }
  return { const: value };
}

/** The list under a keyword; `[]` where there is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export { EXCLUDED };
