import { literal } from "../../render/code.ts";
import type { Choice, Decision } from "../decide.ts";
import { escapeToken } from "../prepare.ts";
import { KINDS } from "../shape.ts";
import type { Kind } from "../shape.ts";
import { indented } from "./body.ts";
import { dataCode } from "./literal.ts";
import type { ModuleWriter } from "./module.ts";

/** A chooser that the module exports. */
export interface NamedChooser {
  /** An identifier of JavaScript, each once. */
  readonly name: string;
  readonly choice: Choice;
}

/**
 * Writes the decisions of one group; the answer is the function's name. It takes a value, and a function that makes the
 * fault of a value that is no message: `noMessage` of the core, or one without words.
 */
export function writeChooser(module: ModuleWriter, { name, choice }: NamedChooser): string {
  const decisions = new Map<Decision, string>();
  const branch = (next: Choice): string => {
    if (next.kind === "leaf") {
      return `[${next.indices.join(", ")}]`;
    }
    const known = decisions.get(next);
    if (known !== undefined) {
      return `${known}${CALL}`;
    }
    const words = [name, "by", ...next.path.map(String)];
    const own = module.names.declare(words);
    decisions.set(next, own);
    write(own, decisionLines(module, next, branch, words));
    return `${own}${CALL}`;
  };
  const write = (own: string, lines: readonly string[]) =>
    module.add(`function ${own}${CALL} {`, ...indented(lines), "}", "");
  if (choice.kind === "leaf") {
    const own = module.names.declare([name, "by", "order"]);
    module.add(`function ${own}() {`, `  return ${branch(choice)};`, "}", "");
    return own;
  }
  return branch(choice).slice(0, -CALL.length);
}

/** What every function of a chooser takes. */
const CALL = "(value, noMessage)";

type Branch = (next: Choice) => string;

function decisionLines(
  module: ModuleWriter,
  decision: Decision,
  branch: Branch,
  words: readonly string[],
): readonly string[] {
  const { path } = decision;
  const places = ["value", ...path.map((_token, index) => `at${index + 1}`)];
  const steps = path.flatMap((token, index) =>
    stepLines({ module, decision, branch, places }, token, index),
  );
  const place = places.at(-1) ?? "value";
  const values = [...decision.values.keys()];
  const kinds = KINDS.filter((kind) => !isEmpty(decision.kinds[kind]));
  const cases = [...decision.values].flatMap(([value, next]) =>
    isEmpty(next) ? [] : [`  case ${dataCode(value)}: return ${branch(next)};`],
  );
  const byKind = kinds.map(
    (kind) => `  case ${literal(kind)}: return ${branch(decision.kinds[kind])};`,
  );
  const missing =
    path.length === 0 || isEmpty(decision.missing)
      ? []
      : [`if (${place} === undefined) return ${branch(decision.missing)};`];
  const list = values.length === 0 ? "[]" : module.constant([...words, "values"], dataCode(values));
  const args = [place, literal(pointerOf(path)), dataCode(kinds), list].join(", ");
  return [
    ...steps,
    ...(cases.length === 0 ? [] : [`switch (${place}) {`, ...cases, "}"]),
    ...missing,
    ...(byKind.length === 0
      ? []
      : [`switch (${module.core("kindOf")}(${place})) {`, ...byKind, "}"]),
    `return noMessage(${args});`,
  ];
}

interface Stepping {
  readonly module: ModuleWriter;
  readonly decision: Decision;
  readonly branch: Branch;
  readonly places: readonly string[];
}

/** Looks at one token of the path, and leaves where what holds it is none, or where it is missing on the way. */
function stepLines(
  { module, decision, branch, places }: Stepping,
  token: string | number,
  index: number,
): readonly string[] {
  const { path } = decision;
  const [holder = "", place = ""] = [places[index], places[index + 1]];
  const asks = module.core(typeof token === "number" ? "itemAt" : "memberAt");
  const leave = (next: Choice, found: string, at: number): string => {
    const held = path[at];
    const kinds = held === undefined ? [] : [holderOf(held)];
    const args = [found, literal(pointerOf(path.slice(0, at))), dataCode(kinds), "[]"].join(", ");
    return isEmpty(next) ? `noMessage(${args})` : branch(next);
  };
  const isLast = index === path.length - 1;
  return [
    `const ${place} = ${asks}(${holder}, ${dataCode(token)});`,
    `if (${place} === ${module.core("FOREIGN")}) return ${leave(decision.foreign, holder, index)};`,
    ...(isLast
      ? []
      : [`if (${place} === undefined) return ${leave(decision.missing, place, index + 1)};`]),
  ];
}

function holderOf(token: string | number): Kind {
  return typeof token === "number" ? "array" : "object";
}

function isEmpty(choice: Choice): boolean {
  return choice.kind === "leaf" && choice.indices.length === 0;
}

function pointerOf(path: readonly (string | number)[]): string {
  return path.map((token) => `/${escapeToken(String(token))}`).join("");
}
