import { isUtf8 } from "node:buffer";
import { spawnSync } from "node:child_process";
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

const PIECE = fc.constantFrom(...EDGE_TEXTS.map(({ bytes }) => bytes));
const GLUE = fc.constantFrom("", ",", ":", "[", "]", "{", "}", '"', " ").map((text) => {
  return Buffer.from(text);
});
/** Edge texts put together and cut. */
const joined: fc.Arbitrary<Uint8Array> = fc
  .tuple(GLUE, PIECE, GLUE, PIECE, GLUE, fc.nat(4))
  .map(([a, b, c, d, e, cut]) => Buffer.concat([a, b, c, d, e]).subarray(cut >> 1));

/** How many of these Python is asked about, in one process. */
const SAMPLE = { numRuns: 5000, seed: 4 };

/**
 * Reads JSON strictly: Python would take NaN and Infinity, and text around its own white space; it
 * has a limit on the digits of integers, and so reads them as text.
 */
const READER = `
import sys, json
def no(name): raise ValueError(name)
for line in sys.stdin:
    try:
        json.loads(bytes.fromhex(line.strip()).decode("utf-8"), parse_constant=no, parse_int=str)
        print(1)
    except (ValueError, RecursionError):
        print(0)
`;

/** What Python says of each text; null: it is not there. */
function pythonReads(texts: readonly Uint8Array[]): readonly boolean[] | null {
  const input = texts.map((bytes) => Buffer.from(bytes).toString("hex")).join("\n");
  const python = spawnSync("python3", ["-c", READER], { input: `${input}\n` });
  if (python.error !== undefined && "code" in python.error && python.error.code === "ENOENT") {
    return null;
  }
  return python.stdout
    .toString()
    .trim()
    .split("\n")
    .map((verdict) => verdict === "1");
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

  it("are read as Python reads them, where there is one", () => {
    const texts = [...EDGE_TEXTS.map(({ bytes }) => bytes), ...fc.sample(joined, SAMPLE)];
    const verdicts = pythonReads(texts);
    const wrong = texts.filter(
      (bytes, index) => isRead(bytes) !== (verdicts?.[index] ?? isRead(bytes)),
    );

    expect(verdicts?.length ?? texts.length).toBe(texts.length);
    expect(wrong.map((bytes) => Buffer.from(bytes).toString("latin1"))).toEqual([]);
  });

  it("are read alike by the engine when 10,000 of them are put together and cut", () => {
    fc.assert(
      fc.property(joined, (bytes) => {
        expect([bytes, isRead(bytes)]).toEqual([bytes, parses(bytes)]);
      }),
      { numRuns: 10_000 },
    );
  });
});
