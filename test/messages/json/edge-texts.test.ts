import { isUtf8 } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJson } from "../../../runtime/messages/json/read-json.ts";
import { EDGE_TEXTS } from "./edge-texts.ts";

const isRead = (bytes: Uint8Array): boolean => readJson(bytes, { depth: 64 }).kind === "value";

/** What the engine says of bytes that are UTF-8; a byte order mark is left to it, and it refuses. */
function parses(bytes: Uint8Array): boolean {
  try {
    JSON.parse(Buffer.from(bytes).toString("utf8"));
    return isUtf8(bytes);
  } catch {
    return false;
  }
}

describe("texts at the edge of JSON", () => {
  it("are 318 and more, each JSON or not as its table says and as the engine says", () => {
    const shown = EDGE_TEXTS.map(({ bytes, isJson }) => ({ bytes, isJson, parses: parses(bytes) }));
    const wrong = shown.filter(({ bytes, isJson, parses: engine }) => {
      return isRead(bytes) !== isJson || engine !== isJson;
    });

    expect(EDGE_TEXTS.length).toBeGreaterThanOrEqual(318);
    expect(wrong.map(({ bytes }) => Buffer.from(bytes).toString("latin1"))).toEqual([]);
  });

  it("are read alike by the engine when 10,000 of them are put together and cut", () => {
    const piece = fc.constantFrom(...EDGE_TEXTS.map(({ bytes }) => bytes));
    const glue = fc.constantFrom("", ",", ":", "[", "]", "{", "}", '"', " ").map((text) => {
      return Buffer.from(text);
    });
    const text = fc
      .tuple(glue, piece, glue, piece, glue, fc.nat(4))
      .map(([a, b, c, d, e, cut]) => Buffer.concat([a, b, c, d, e]).subarray(cut >> 1));

    fc.assert(
      fc.property(text, (bytes) => {
        expect([bytes, isRead(bytes)]).toEqual([bytes, parses(bytes)]);
      }),
      { numRuns: 10_000 },
    );
  });
});
