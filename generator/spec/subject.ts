import { childPointer } from "../source/pointer.ts";
import type { Plain } from "../source/tree.ts";

/** A value that is looked at, and where it stands. Its pointer is made when a difference asks for it. */
export class Subject {
  readonly value: Plain;
  /** The name that AsyncAPI's schema has for what stands here; null within one. */
  readonly definition: string | null;
  readonly #above: Subject | null;
  readonly #token: string | number | null;

  constructor(
    value: Plain,
    definition: string | null = null,
    above: Subject | null = null,
    token: string | number | null = null,
  ) {
    this.value = value;
    this.definition = definition;
    this.#above = above;
    this.#token = token;
  }

  /** JSON pointer of the value; the document itself is `""`. */
  get pointer(): string {
    const above = this.#above?.pointer ?? "";
    return this.#token === null ? above : childPointer(above, this.#token);
  }

  /** What stands under a key or an index of this value. */
  child(value: Plain, token: string | number): Subject {
    return new Subject(value, null, this, token);
  }

  /** Another value at the same place: a name, or the same under the name of a definition. */
  here(value: Plain, definition: string | null): Subject {
    return new Subject(value, definition, this);
  }
}
