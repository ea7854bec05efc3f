import { isRecord, refTarget } from "../prepare.ts";
import type { DerivedSchemas } from "./derived-schemas.ts";
import { listOf } from "./keywords.ts";
import type { Gap, Keywords } from "./keywords.ts";
import { negationOf } from "./negation.ts";

/** Keywords that assert something and that acceptors know nothing of. */
const UNREAD = [
  "unevaluatedItems",
  "unevaluatedProperties",
  "contains",
  "minContains",
  "maxContains",
] as const;

/** Keywords that `flatten` resolves. */
const STRUCTURE = new Set(["$ref", "allOf", "not"]);

/** In place of a schema that could not be made. */
const UNREADABLE: Keywords = Object.freeze({ not: { unreadable: true } });

function holdsUnreadable(schemas: readonly unknown[]): boolean {
  return schemas.some((schema) => isRecord(schema) && listOf(schema["allOf"]).includes(UNREADABLE));
}

/** Follows references, and finds all schemas that must hold together. */
export class SchemaReader {
  readonly #schemas: Readonly<Record<string, unknown>>;
  readonly #derived: DerivedSchemas;

  constructor(schemas: Readonly<Record<string, unknown>>, derived: DerivedSchemas) {
    this.#schemas = schemas;
    this.#derived = derived;
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
      const negation = this.#derived.made(schema, "not", () => ({
        allOf: [this.negationOf(schema["not"]) ?? UNREADABLE],
      }));
      more.push(negation);
    }
    const unread = UNREAD.find((keyword) => keyword in schema && schema[keyword] !== true);
    const isUnreadable = schema === UNREADABLE || more.includes(UNREADABLE);
    if (unread !== undefined || isUnreadable || holdsUnreadable(more)) {
      report({ schema: this.#derived.sourceOf(schema), keyword: unread ?? "not" });
      return null;
    }
    return more;
  }

  /** A schema of values that this one refuses; null: none was found. */
  negationOf = (schema: unknown): unknown => negationOf(schema, (ref) => this.#resolve(ref));

  #resolve(ref: unknown): unknown {
    const target = refTarget(ref);
    return target !== null && Object.hasOwn(this.#schemas, target) ? this.#schemas[target] : false;
  }
}
