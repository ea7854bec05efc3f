import { escapeToken } from "./prepare.ts";
import { KINDS } from "./shape.ts";
import type { Kind } from "./shape.ts";
import type { Choice, Decision, Leaf } from "./decide.ts";
import type { Path } from "./places.ts";

/**
 * JavaScript for the decisions of one group: an expression whose value is a `Chooser`. Strings of
 * the document stand in it as JSON literals only. `own`, `kindOf` and `fault` are defined around
 * it.
 */
export function chooserCode(choice: Choice): string {
  const writer = createWriter();
  const result = writer.write(choice);
  return `(()=>{${writer.lines.join("\n")}\nreturn (v)=>${result}})()`;
}

/** What all choosers of one script use; `v1` is the contract. */
export const CHOOSER_PRELUDE = [
  "const own=Object.prototype.hasOwnProperty;",
  'const kindOf=(a)=>a===null?"null":Array.isArray(a)?"array":typeof a;',
  'const fault=v1.require("framegate/choice").fault;',
].join("\n");

interface Writer {
  readonly lines: readonly string[];
  /** An expression that gives the indices or fault for the value `v`. */
  write(choice: Choice): string;
}

function createWriter(): Writer {
  const lines: string[] = [];
  const leaves = new Map<string, string>();
  const decisions = new Map<Decision, string>();
  const leaf = ({ indices }: Leaf): string => {
    const text = indices.join(",");
    const name = leaves.get(text) ?? `c${leaves.size}`;
    if (!leaves.has(text)) {
      leaves.set(text, name);
      lines.push(`const ${name}=Object.freeze([${text}]);`);
    }
    return name;
  };
  const write = (choice: Choice): string => {
    if (choice.kind === "leaf") {
      return leaf(choice);
    }
    const known = decisions.get(choice);
    if (known !== undefined) {
      return `${known}(v)`;
    }
    const name = `d${decisions.size}`;
    decisions.set(choice, name);
    const body = decisionCode(choice, name, write, leaf);
    lines.push(`const ${name}e=${expectation(choice)};`, `const ${name}=(v)=>{${body}};`);
    return `${name}(v)`;
  };
  return { lines, write };
}

function decisionCode(
  decision: Decision,
  name: string,
  write: (choice: Choice) => string,
  leaf: (leaf: Leaf) => string,
): string {
  const { path } = decision;
  const branch = (choice: Choice, at = path, expected = `${name}e`): string =>
    isEmpty(choice) ? `fault(v,${JSON.stringify(pointerOf(at))},${expected})` : write(choice);
  const steps = path.map((token, index) => {
    const holder = holderOf(token);
    const key = JSON.stringify(token);
    const next = path[index + 1];
    const foreign = branch(decision.foreign, path.slice(0, index), expecting(holder));
    const missing = branch(
      decision.missing,
      path.slice(0, index + 1),
      next === undefined ? undefined : expecting(holderOf(next)),
    );
    return (
      `if(kindOf(a)!==${JSON.stringify(holder)})return ${foreign};` +
      `if(!own.call(a,${key})||(a=a[${key}])===undefined)return ${missing};`
    );
  });
  const cases = [...decision.values].map(
    ([value, choice]) => `case ${JSON.stringify(value)}:return ${branch(choice)};`,
  );
  const kinds = KINDS.map(
    (kind) => `case ${JSON.stringify(kind)}:return ${branch(decision.kinds[kind])};`,
  );
  const unknown = leaf({ kind: "leaf", indices: decision.indices });
  return [
    "let a=v;",
    ...steps,
    ...(cases.length === 0 ? [] : [`switch(a){${cases.join("")}}`]),
    // Not a kind of JSON (a bigint, say): nothing is known of it, so nothing is ruled out.
    `switch(kindOf(a)){${kinds.join("")}default:return ${unknown};}`,
  ].join("");
}

/** What some message allows at the place, for the words of a fault. */
function expectation(decision: Decision): string {
  const kinds = KINDS.filter((kind) => !isEmpty(decision.kinds[kind]));
  return JSON.stringify({ kinds, values: [...decision.values.keys()] });
}

function expecting(kind: Kind): string {
  return JSON.stringify({ kinds: [kind], values: [] });
}

function holderOf(token: string | number): Kind {
  return typeof token === "number" ? "array" : "object";
}

function isEmpty(choice: Choice): boolean {
  return choice.kind === "leaf" && choice.indices.length === 0;
}

/** A path as a JSON pointer. */
export function pointerOf(path: Path): string {
  return path.map((token) => `/${escapeToken(String(token))}`).join("");
}
