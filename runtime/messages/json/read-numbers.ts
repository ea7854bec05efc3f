import { type Holder, numberTextsIn, type NumberTexts } from "./number-texts.ts";

/** Where a value that is written stands: in what, under which key, and what was read in its place. */
export interface WrittenPlace {
  readonly container: unknown;
  readonly key: string;
  readonly read: NumberTexts | undefined;
}

/**
 * Finds again, in a value that a hook made, the numbers that were read and that a double cannot hold. The hook may have
 * copied the objects that the texts are noted under, so the place counts: an equal number in the same place is the
 * one that was read. So is an integer beyond 2^53 elsewhere that is equal to one of those read, and to one only.
 */
export class ReadNumbers {
  readonly #read: NumberTexts | undefined;
  #integers: ReadonlyMap<number, string | null> | null = null;

  constructor(read: Holder | null) {
    this.#read = numberTextsIn(read);
  }

  get root(): WrittenPlace {
    return { container: null, key: "", read: this.#read };
  }

  /** The places in a container that itself stands at `place`. */
  within(container: object, place: WrittenPlace): (key: string) => WrittenPlace {
    const read = numberTextsIn(container) ?? place.read?.below.get(place.key);
    return (key) => ({ container, key, read });
  }

  /** The text of a number; null where the number says it all. */
  textOf(value: number, { container, key, read }: WrittenPlace): string | null {
    // A text is of what stood there when the frame was read; a hook may have put another number there.
    for (const text of [numberTextsIn(container)?.own.get(key), read?.own.get(key)]) {
      if (text !== undefined && Object.is(Number(text), value)) return text;
    }
    if (this.#read === undefined || Math.abs(value) <= Number.MAX_SAFE_INTEGER) return null;
    this.#integers ??= integersOf(this.#read);
    return this.#integers.get(value) ?? null;
  }
}

/** Texts of numbers beyond 2^53 by their double; null where different ones have the same. */
function integersOf(read: NumberTexts): ReadonlyMap<number, string | null> {
  const found = new Map<number, string | null>();
  const collect = ({ own, below }: NumberTexts): void => {
    for (const text of own.values()) {
      const known = found.get(Number(text));
      found.set(Number(text), known === undefined || known === text ? text : null);
    }
    below.forEach(collect);
  };
  collect(read);
  return found;
}
