/** Tells that nobody waits for an attempt any more: what is used of an `AbortSignal`. */
export interface Cancellation {
  readonly aborted: boolean;
  /** What the attempt rejects with. */
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}
