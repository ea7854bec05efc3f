import type { Buffer } from "node:buffer";

/** First byte of a character: how many bytes follow, and what the second may be (RFC 3629 section 4). */
interface Lead {
  readonly from: number;
  readonly to: number;
  readonly follow: number;
  readonly second: readonly [number, number];
}

/** The grammar of RFC 3629 section 4; no other byte begins a character. */
const LEADS: readonly Lead[] = [
  { from: 0x00, to: 0x7f, follow: 0, second: [0, 0] },
  { from: 0xc2, to: 0xdf, follow: 1, second: [0x80, 0xbf] },
  { from: 0xe0, to: 0xe0, follow: 2, second: [0xa0, 0xbf] },
  { from: 0xe1, to: 0xec, follow: 2, second: [0x80, 0xbf] },
  { from: 0xed, to: 0xed, follow: 2, second: [0x80, 0x9f] },
  { from: 0xee, to: 0xef, follow: 2, second: [0x80, 0xbf] },
  { from: 0xf0, to: 0xf0, follow: 3, second: [0x90, 0xbf] },
  { from: 0xf1, to: 0xf3, follow: 3, second: [0x80, 0xbf] },
  { from: 0xf4, to: 0xf4, follow: 3, second: [0x80, 0x8f] },
];

/** Whether the bytes are UTF-8, whole. */
export function isValidUtf8(bytes: Buffer): boolean {
  let at = 0;
  while (at < bytes.length) {
    const first = bytes[at] ?? 0;
    const lead = LEADS.find(({ from, to }) => first >= from && first <= to);
    if (lead === undefined) return false;
    for (let next = 1; next <= lead.follow; next += 1) {
      const [low, high] = next === 1 ? lead.second : [0x80, 0xbf];
      const byte = bytes[at + next];
      if (byte === undefined || byte < low || byte > high) return false;
    }
    at += 1 + lead.follow;
  }
  return true;
}
