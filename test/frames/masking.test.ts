import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { maskedBytes, maskInPlace, unmaskToScratch } from "../../runtime/frames/masking.ts";
import { scratchBytes } from "../../runtime/frames/scratch.ts";

/** Some bytes, of which a part is masked, lying anywhere in memory. */
const CASES = fc.record({
  bytes: fc.oneof(
    { weight: 3, arbitrary: fc.uint8Array({ minLength: 0, maxLength: 80 }) },
    fc.uint8Array({ minLength: 200, maxLength: 3000, size: "max" }),
  ),
  before: fc.nat(9),
  after: fc.nat(9),
  offset: fc.nat(7),
  key: fc.integer(),
});

function lying({
  bytes,
  before,
  after,
  offset,
}: typeof CASES extends fc.Arbitrary<infer C> ? C : never) {
  const size = before + bytes.length + after;
  const memory = Buffer.alloc(offset + size, 0xaa);
  memory.set(bytes, offset + before);
  return { memory, lying: memory.subarray(offset), start: before, end: before + bytes.length };
}

const keyByte = (key: number, at: number): number => (key >>> (8 * (at & 3))) & 0xff;

describe("a mask", () => {
  it("is put on each byte of a payload and on no other", () => {
    fc.assert(
      fc.property(CASES, (given) => {
        const { memory, lying: bytes, start, end } = lying(given);

        maskInPlace(maskedBytes(bytes), start, end, given.key);

        const want = given.bytes.map((byte, at) => byte ^ keyByte(given.key, at));
        expect([...bytes.subarray(start, end)]).toEqual([...want]);
        bytes.fill(0xaa, start, end);
        expect(memory.every((byte) => byte === 0xaa)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is taken off in scratch, and stays on where it lies", () => {
    fc.assert(
      fc.property(CASES, (given) => {
        const { lying: bytes, start, end } = lying(given);
        const before = Buffer.from(bytes);

        const at = unmaskToScratch(maskedBytes(bytes), start, end, given.key);

        const want = given.bytes.map((byte, index) => byte ^ keyByte(given.key, index));
        expect([...scratchBytes.subarray(at, at + want.length)]).toEqual([...want]);
        expect(scratchBytes[at + want.length]).toBe(0);
        expect(bytes.equals(before)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
