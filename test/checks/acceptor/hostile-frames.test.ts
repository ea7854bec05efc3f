/** What one frame can make an acceptor read: counted, not timed. */
import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../../../generator/model/api.ts";
import { compileSubjects } from "../../fuzz/acceptors/compile-subject.ts";
import type { Subject } from "../../fuzz/acceptors/compile-subject.ts";
import { groupOf } from "../run-checks.ts";

const NODE = { $ref: "#/$defs/node" };
/** What a frame of the twins may have at most, and one of several times that. */
const FRAME_BYTES = 16_000;
const LONG_FRAME_BYTES = 100_000;
/** Looks at one byte of a frame, on average: two or three for reading it, the others for looking ahead. */
const MAX_READS = 16;

function subjectOf(node: JsonSchema): Subject {
  const [subject] = compileSubjects({
    name: "hostile",
    schemas: { node },
    messages: [{ id: "node", schema: "node", flows: ["clientToServer"] }],
    groups: [{ group: groupOf("all", ["node"]), flow: "clientToServer" }],
  });
  if (subject === undefined) throw new Error("the group has no acceptor");
  return subject;
}

/** Alternatives that a member tells apart, each of which may hold another. */
function alternatives(next: JsonSchema): JsonSchema {
  return {
    oneOf: ["leaf", "branch"].map((kind) => ({
      type: "object",
      required: ["kind"],
      properties: {
        next,
        pad: { type: "array", items: { type: "string" } },
        kind: { const: kind },
      },
    })),
  };
}

/** So many levels, each of which says what it is behind what it holds; the innermost has all the bytes. */
function nested(levels: number, bytes: number, hold: (inner: string) => string): Buffer {
  const pad = Array.from({ length: Math.ceil(bytes / 9) }, () => '"xxxxxx"').join(",");
  let text = `{"pad":[${pad}],"kind":"leaf"}`;
  for (let level = 1; level < levels; level += 1) {
    text = `{"next":${hold(text)},"kind":"branch"}`;
  }
  return Buffer.from(text);
}

/** How many bytes are looked at for each that the frame has, and what is said of it. */
function readsOf({ javascript }: Subject, bytes: Buffer): readonly [reads: number, answer: number] {
  let reads = 0;
  const counted = new Proxy(bytes, {
    get: (target, key) => {
      reads += 1;
      const value: unknown = Reflect.get(target, key, target);
      return value;
    },
  });
  const answer = javascript(counted, 0, bytes.length);
  return [reads / bytes.length, answer];
}

const HOSTILE: readonly (readonly [string, JsonSchema, (inner: string) => string])[] = [
  ["alternatives in alternatives", alternatives(NODE), (inner) => inner],
  ["alternatives in lists", alternatives({ type: "array", items: NODE }), (inner) => `[${inner}]`],
  [
    "alternatives under any key",
    alternatives({ type: "object", additionalProperties: NODE }),
    (inner) => `{"any":${inner}}`,
  ],
];

describe("a frame that says what it is only at its end, on every level", () => {
  it.each(HOSTILE)("is read a few times at most: %s", (_name, schema, hold) => {
    const subject = subjectOf(schema);
    const judged = [2, 8, 30].map((levels) =>
      readsOf(subject, nested(levels, LONG_FRAME_BYTES, hold)),
    );

    expect(Math.max(...judged.map(([reads]) => reads))).toBeLessThan(MAX_READS);
    expect(judged.map(([, answer]) => answer)).toEqual([0, 0, -1]);
  });

  it.each(HOSTILE)(
    "has the same answer in JavaScript and WebAssembly: %s",
    (_name, schema, hold) => {
      const subject = subjectOf(schema);
      const answers = Array.from({ length: 30 }, (_none, index) => {
        const frame = nested(index + 1, FRAME_BYTES, hold);
        const [javascript, wasm] = [subject.accept, subject.twin].map((accept) =>
          accept(frame, 0, frame.length),
        );
        expect(wasm).toEqual(javascript);
        return javascript?.length ?? 0;
      });

      expect(answers[0]).toBe(1);
      expect(answers.at(-1)).toBe(0);
    },
  );

  it("is known where it is small, whatever its levels", () => {
    const subject = subjectOf(alternatives(NODE));
    const frame = nested(60, 100, (inner) => inner);

    expect(subject.accept(frame, 0, frame.length)).toEqual([0]);
    expect(subject.twin(frame, 0, frame.length)).toEqual([0]);
  });
});
