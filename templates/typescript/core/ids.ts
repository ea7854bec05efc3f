/** Ids that a client makes up for its questions: one of these functions stands in the table of each. */
import { host } from "./host.ts";

let last = 0;

/** 1, 2, 3. */
export function numberId(): number {
  return (last += 1);
}

/** Random letters and digits, of at most 24 characters. */
export function textId(): string {
  return `${Math.random().toString(36).slice(2, 10)}${numberId()}`;
}

/** A random UUID (RFC 9562) where the platform has them, else 122 random bits in that form. */
export function uuid(): string {
  return (
    host.crypto?.randomUUID?.() ??
    "10000000-1000-4000-8000-100000000000".replace(/[018]/gu, (digit) =>
      (Number(digit) ^ ((Math.random() * 16) >> (Number(digit) / 4))).toString(16),
    )
  );
}
