import type { Buffer } from "node:buffer";

/** Bytes in pieces of at most `size`. */
export function pieces(bytes: Buffer, size: number): readonly Buffer[] {
  const count = Math.max(1, Math.ceil(bytes.length / size));
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}

/** Bytes in two pieces. */
export function splitAt(bytes: Buffer, at: number): readonly Buffer[] {
  return [bytes.subarray(0, at), bytes.subarray(at)].filter((piece) => piece.length > 0);
}

/** Byte by byte as far as `single`, then in ten blocks, the last two bytes again byte by byte. */
export function trickle(bytes: Buffer, single: number): readonly Buffer[] {
  if (bytes.length <= single + 12) return pieces(bytes, 1);
  const end = bytes.length - 2;
  return [
    ...pieces(bytes.subarray(0, single), 1),
    ...pieces(bytes.subarray(single, end), Math.ceil((end - single) / 10)),
    ...pieces(bytes.subarray(end), 1),
  ];
}
