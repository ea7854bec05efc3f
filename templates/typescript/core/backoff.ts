/** How often and how fast a lost connection is opened again. */
export interface ReconnectOptions {
  /** Upper bound of the first pause in milliseconds; each further one is twice as long. Default 250. */
  readonly baseMs?: number;
  /** No bound is longer, in milliseconds. Default 30,000. */
  readonly maxMs?: number;
  /** Attempts in a row before the client gives up. Default: no limit. */
  readonly attempts?: number;
}

/**
 * Milliseconds to wait before an attempt (1 is the first): full jitter, a random time up to a bound that doubles, so
 * that clients that were cut together do not come back together; added to `atLeastMs`, which the peer asks for.
 */
export function pauseBefore(
  attempt: number,
  atLeastMs: number,
  { baseMs = 250, maxMs = 30_000 }: ReconnectOptions,
): number {
  return atLeastMs + Math.random() * Math.min(maxMs, baseMs * 2 ** (attempt - 1));
}
