import { isRecord } from "../prepare.ts";
import type { Keywords } from "./keywords.ts";

/** Schemas that are made of those of a document: what is made of one schema is made once, and has a source. */
export class DerivedSchemas {
  readonly #derived = new WeakMap<object, Map<string, Keywords>>();
  readonly #sources = new WeakMap<object, object>();
  readonly #ids = new WeakMap<object, number>();
  #count = 0;

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

  /** What `make` makes of a schema, under a name that nothing else made of it has. */
  made(part: Keywords, name: string, make: () => Keywords): Keywords {
    const derived = this.#derived.get(part) ?? new Map<string, Keywords>();
    this.#derived.set(part, derived);
    const made = derived.get(name) ?? make();
    derived.set(name, made);
    this.#sources.set(made, part);
    return made;
  }

  /** A schema without some of its keywords. */
  without(part: Keywords, keywords: readonly string[]): Keywords {
    return this.made(part, `without ${keywords.join()}`, () =>
      Object.fromEntries(Object.entries(part).filter(([keyword]) => !keywords.includes(keyword))),
    );
  }
}

/** A schema that this value alone fits. */
export function schemaOfValue(value: unknown): Keywords {
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
