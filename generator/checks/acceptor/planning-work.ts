import { isRecord } from "../record.ts";
import type { Keywords } from "./keywords.ts";

/**
 * What planning costs, counted and not timed, so that the same document has the same acceptors everywhere: keywords
 * and properties that are looked at, each time that they are.
 */
export class PlanningWork {
  #done = 0;
  #limit = Infinity;
  readonly #sizes = new WeakMap<Keywords, number>();

  get done(): number {
    return this.#done;
  }

  /** Has more been done than was allowed? */
  get isSpent(): boolean {
    return this.#done > this.#limit;
  }

  /** From here on so much work may be done. */
  allow(work: number): void {
    this.#limit = this.#done + work;
  }

  /** Notes that these schemas are looked at so many times. */
  add(parts: readonly Keywords[], times: number): void {
    this.#done += times * parts.reduce((sum, part) => sum + this.#sizeOf(part), 1);
  }

  #sizeOf(part: Keywords): number {
    const known = this.#sizes.get(part);
    if (known !== undefined) {
      return known;
    }
    const { properties } = part;
    const members = isRecord(properties) ? Object.keys(properties).length : 0;
    const size = Object.keys(part).length + members;
    this.#sizes.set(part, size);
    return size;
  }
}
