import { expect, test } from "vitest";
import { forTerminal } from "../../runtime/observe/terminal-destination.ts";

const AT = new Date(2026, 0, 2, 3, 4, 5).getTime();

function shown(line: string, hasColors: boolean): string {
  const written: string[] = [];
  forTerminal({ write: (text) => written.push(text) }, hasColors).write(line);
  return written.join("");
}

test("a line on a terminal has the time of day, the level and what a person wants to know", () => {
  const line = `${JSON.stringify({ level: 40, time: AT, code: "PATH_UNKNOWN", msg: "no" })}\n`;

  expect(shown(line, false)).toBe("[03:04:05] WARN: PATH_UNKNOWN no\n");
  expect(shown(line, true)).toBe(
    "[03:04:05] \u001B[33mWARN\u001B[0m: \u001B[1mPATH_UNKNOWN\u001B[0m no\n",
  );
});

test("what is no line of the log is shown as it is", () => {
  expect(shown("half a li", true)).toBe("half a li");
  expect(shown("null\n", true)).toBe("null\n");
});
