import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { madeInput } from "../../fuzz/acceptors/made-api.ts";
import { compileSubjects } from "../../fuzz/acceptors/compile-subject.ts";
import type { Subject } from "../../fuzz/acceptors/compile-subject.ts";

const TEXTS = [
  '{"type":"order","id":"é\\u00e9","quantity":1000,"price":-12.50,"at":"2026-02-28T23:59:59.5Z","tags":["a"]}',
  '{"type":"open","on":true,"more":{"a":[-0.5e-10,1E+2,null,"\\ud83d\\ude00"]}}',
  '{"type":"tree","nodes":[{"name":"n","children":[{}]}]}',
];
const subjects = compileSubjects(madeInput);

/** What acceptors know of the beginnings of a text, each alone in its memory. */
function known({ accept }: Subject, text: Buffer): readonly string[] {
  const beginnings = Array.from(text, (_byte, length) => Buffer.from(text.subarray(0, length)));
  return beginnings.filter((bytes) => accept(bytes, 0, bytes.length).length > 0).map(String);
}

describe("acceptors at the end of memory", () => {
  it.each(TEXTS)("come back from every beginning of %s and know none", (text) => {
    const task = (): unknown => subjects.map((subject) => known(subject, Buffer.from(text)));
    // One that does not come back is stopped from outside.
    const found = runInNewContext("task()", { task }, { timeout: 5000 });
    expect(found).toEqual(subjects.map(() => []));
  });
});
