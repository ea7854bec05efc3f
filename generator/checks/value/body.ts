import type { Step } from "./part.ts";

/** Longest line of code that is not broken, in characters. */
const MAX_LINE = 90;

/** The statements of a check: faults are asked for one after the other, and the first that there is, is the answer. */
export function bodyLines(steps: readonly Step[]): readonly string[] {
  const lines: string[] = [];
  let chain: string[] = [];
  for (const step of steps) {
    if (step.kind === "fault") {
      chain.push(step.code);
      continue;
    }
    if (chain.length > 0) {
      lines.push(...chainLines("fault = ", chain), RETURN_FAULT);
      chain = [];
    }
    lines.push(...step.lines);
  }
  lines.push(...(chain.length === 0 ? ["return null;"] : chainLines("return ", chain)));
  const first = lines.findIndex((line) => ASSIGNS.test(line));
  if (first < 0) {
    return lines;
  }
  const isOnly = lines.filter((line) => ASSIGNS.test(line)).length === 1;
  return isOnly
    ? lines.map((line) => line.replace(/^( *)fault =/u, "$1const fault ="))
    : ["let fault = null;", ...lines];
}

const ASSIGNS = /^ *fault =/u;
const RETURN_FAULT = "if (fault !== null) return fault;";

/** `return a ?? b;`, on one line where it is short. */
function chainLines(start: string, chain: readonly string[]): readonly string[] {
  const line = `${start}${chain.join(" ?? ")};`;
  if (line.length <= MAX_LINE || chain.length === 1) {
    return [line];
  }
  const lines = chain.map((code, index) => `  ${code}${index === chain.length - 1 ? "" : " ??"}`);
  return start.startsWith("return")
    ? [`${start}(`, ...lines, ");"]
    : [start.trimEnd(), ...lines.slice(0, -1), `${lines.at(-1) ?? ""};`];
}

/** A block of statements that run only for some values. */
export function guarded(condition: string, steps: readonly Step[]): Step {
  const lines = steps.flatMap((step) => (step.kind === "fault" ? askLines(step.code) : step.lines));
  return { kind: "lines", lines: [`if (${condition}) {`, ...indented(lines), "}"] };
}

/** Statements that return the fault of an expression, if it has one. */
export function askLines(code: string): readonly string[] {
  return [`fault = ${code};`, RETURN_FAULT];
}

/** Lines two spaces deeper. */
export function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
