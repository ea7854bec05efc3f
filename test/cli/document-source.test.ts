import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { standardInput } from "../../generator/cli/document-source.ts";

describe("a document from standard input", () => {
  test("is read whole, whatever its pieces are", async () => {
    const bytes = Buffer.from("title: café\n");
    const pieces = [...bytes].map((byte) => Buffer.from([byte]));

    expect(await standardInput(Readable.from(pieces))).toBe("title: café\n");
  });

  test("without an end is given up as soon as it is too long", async () => {
    let taken = 0;
    async function* endless() {
      for (;;) {
        taken += 1;
        yield new Uint8Array(1024 * 1024);
      }
    }

    await expect(standardInput(endless())).rejects.toThrow(
      'cannot read "<stdin>": it exceeds 5 MiB',
    );
    expect(taken).toBe(6);
  });

  test.each([
    ["UTF-16", Buffer.from("a: 1", "utf16le")],
    ["Latin-1", Buffer.from("é", "latin1")],
  ])("in %s is refused, not read with other characters", async (_, bytes) => {
    await expect(standardInput(Readable.from([bytes]))).rejects.toThrow("it is not UTF-8 text");
  });
});
