import type { Unsubscribe } from "./client-types.ts";

type Listener = (value: never) => void;

/** Who listens to what, by name. */
export class Listeners {
  readonly #byName = new Map<string, Set<Listener>>();
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  add(name: string, listener: Listener): Unsubscribe {
    // A wrapper of its own for each call: who listens twice is told twice, and leaves once.
    const own: Listener = (value) => {
      listener(value);
    };
    const known = this.#byName.get(name) ?? new Set();
    this.#byName.set(name, known.add(own));
    return () => {
      known.delete(own);
    };
  }

  /** Tells all who listen; one that throws harms no other. False: nobody listens. */
  tell(name: string, value: unknown): boolean {
    const known = [...(this.#byName.get(name) ?? [])];
    for (const listener of known) {
      try {
        listener(value as never);
      } catch (error) {
        this.#onError(error);
      }
    }
    return known.length > 0;
  }
}
