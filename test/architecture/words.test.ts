import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";

const own = sourceFiles(["generator", "runtime", "scripts", "test"]);

/** Lines of files, as `path:line`, that a test accepts. */
function linesWhere(is: (line: string) => boolean): readonly string[] {
  return own.flatMap(({ path, text }) =>
    text.split("\n").flatMap((line, index) => (is(line) ? [`${path}:${index + 1}`] : [])),
  );
}

/** Kept apart, so that this file does not find itself. */
const ENDINGS = ["DO", "ME", "soon"];

describe("what every file keeps to", () => {
  test("a comment has at most 120 columns; prettier keeps code at 100", () => {
    const long = linesWhere((line) => line.length > 120 && /^\s*(\/\*\*|\*|\/\/) [^|]/.test(line));

    expect(long).toEqual([]);
  });

  test("nothing is promised in a comment instead of done", () => {
    const promise = new RegExp(
      ["TO", "FIX", "coming "].map((word, at) => word + ENDINGS[at]).join("|"),
    );

    expect(linesWhere((line) => promise.test(line))).toEqual([]);
  });

  test("a file's name says the one thing inside", () => {
    const vague = own
      .map(({ path }) => basename(path, ".ts"))
      .filter((name) => /^(utils?|helpers?|common|misc|manager|base)$/.test(name));

    expect(vague).toEqual([]);
  });

  test("no test is switched off and none runs alone", () => {
    const switchedOff = linesWhere((line) =>
      /^\s*(test|it|describe)\.(skip|only|todo)\b/.test(line),
    );

    expect(switchedOff).toEqual([]);
  });
});
