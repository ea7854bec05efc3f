import { randomFillSync } from "node:crypto";

const pool = new Int32Array(2048);
let used = pool.length;

/**
 * 32 random bits that nobody can foresee: a masking key, fresh for each frame (RFC 6455 section 5.3: "derived from a
 * strong source of entropy"). The system is asked for 2,048 of them at a time: one by one they would cost more than the
 * frame.
 */
export function randomWord(): number {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const word = pool[used] ?? 0;
  used += 1;
  return word;
}
