import type { Cancellation } from "../backends/cancellation.ts";

/**
 * Tells who works for an attempt that it is over. Not an `AbortSignal`: making one and listening to it would be a tenth
 * of a handshake's work.
 */
export class AttemptSignal implements Cancellation {
  aborted = false;
  reason: unknown = undefined;
  #listeners: readonly (() => void)[] = [];

  /** Ends the attempt; only the first reason counts. */
  abort(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    for (const listener of this.#listeners) listener();
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }

  addEventListener(_: "abort", listener: () => void): void {
    this.#listeners = [...this.#listeners, listener];
  }

  removeEventListener(_: "abort", listener: () => void): void {
    this.#listeners = this.#listeners.filter((known) => known !== listener);
  }
}
