import { isUtf8 } from "node:buffer";
import fc from "fast-check";
import { expect, it } from "vitest";

import { checkGrowingText } from "../../runtime/frames/utf8.ts";

/** Bytes that are nearly text: pieces of characters of every length, good and bad. */
const BYTES = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }).map((text) => Buffer.from(text)),
  fc
    .array(
      fc.constantFrom(0x61, 0x80, 0xbf, 0xc1, 0xc2, 0xe0, 0xed, 0xa0, 0xef, 0xf0, 0x90, 0xf4, 0xf8),
      {
        maxLength: 6,
      },
    )
    .map((bytes) => Buffer.from(bytes)),
);

/** What may follow the beginning of a character so that it is one; one of these does if anything can. */
const ENDINGS = ["", "80", "8080", "808080", "90", "9080", "908080", "a0", "a080", "bf"].map(
  (hex) => Buffer.from(hex, "hex"),
);

it("text that grows is refused at the first byte that nothing can follow", () => {
  fc.assert(
    fc.property(BYTES, (bytes) => {
      let checked = 0;
      for (let length = 1; length <= bytes.length && checked !== -1; length += 1) {
        const soFar = bytes.subarray(0, length);
        checked = checkGrowingText(soFar, checked);
        const canBecomeText = ENDINGS.some((ending) => isUtf8(Buffer.concat([soFar, ending])));

        expect(checked !== -1).toBe(canBecomeText);
        if (checked !== -1) expect(isUtf8(soFar.subarray(0, checked))).toBe(true);
      }
    }),
    { numRuns: 5_000 },
  );
});
