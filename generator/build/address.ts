import type { SourceNode } from "../source/tree.ts";
import type { BuildContext } from "./context.ts";

/** A channel's address as a route understands it. */
export interface Address {
  /** Begins with `/`; parameters in braces. */
  readonly path: string;
  /** Names of the parameters in the path, in order. */
  readonly parameters: readonly string[];
  /** `name={variable}` pairs that stood in a query, with the variable; they are no part of the path. */
  readonly queryParameters: readonly { readonly name: string; readonly variable: string }[];
  /** Constant pairs of the query, to be sent to the backend as they stand; `""` for none. */
  readonly fixedQuery: string;
}

/**
 * Reads an address by the gateway's path rules: exactly one `/` at its front; dot segments, encoded slashes,
 * unclosed braces and parameters that touch are findings, and then it is null.
 */
export function readAddress(context: BuildContext, raw: string, at: SourceNode): Address | null {
  const [beforeFragment = ""] = raw.split("#", 1);
  const mark = beforeFragment.search(/\?(?![^{]*\})/);
  const bare = mark === -1 ? beforeFragment : beforeFragment.slice(0, mark);
  const path = `/${bare.replace(/^\/+/, "")}`;
  const problem = problemOf(path);
  if (problem !== null) {
    context.find(problem.rule, at, `channel address "${raw}" ${problem.says}`);
    return null;
  }
  const query = readQuery(mark === -1 ? "" : beforeFragment.slice(mark + 1));
  if (mark !== -1) {
    context.find(
      "address-query",
      at,
      `channel address "${raw}" holds a query, read as query parameters of the handshake`,
      "describe them under bindings.ws.query",
    );
  }
  return { path, parameters: parameterNames(path), ...query };
}

/** The names in braces, in order. */
export function parameterNames(path: string): readonly string[] {
  return [...path.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? "");
}

/** The address with every parameter called the same: equal for addresses that no request can tell apart. */
export function shapeOf(path: string): string {
  return path.replaceAll(/\{[^{}]*\}/g, "{}");
}

interface Problem {
  readonly rule:
    | "address-brace"
    | "address-dot-segment"
    | "address-encoded-slash"
    | "address-parameters-adjacent"
    | "address-parameter-repeated";
  readonly says: string;
}

function problemOf(path: string): Problem | null {
  const literal = path.replaceAll(/\{[^{}/]+\}/g, "");
  if (/[{}]/.test(literal)) {
    return { rule: "address-brace", says: bracesWrong(path) };
  }
  if (literal.split("/").some((segment) => /^(\.|%2e){1,2}$/i.test(segment))) {
    return { rule: "address-dot-segment", says: "has a dot segment" };
  }
  if (/%2f|%5c|\\/i.test(literal)) {
    return { rule: "address-encoded-slash", says: "has an encoded slash or a backslash" };
  }
  if (path.includes("}{")) {
    return { rule: "address-parameters-adjacent", says: "has two parameters with nothing between" };
  }
  const names = parameterNames(path);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  return repeated === undefined
    ? null
    : { rule: "address-parameter-repeated", says: `has the parameter {${repeated}} twice` };
}

function bracesWrong(path: string): string {
  const open = path.split("{").length;
  const closed = path.split("}").length;
  if (open > closed) {
    return "has an unclosed brace";
  }
  return open < closed
    ? "has a closing brace without an opening one"
    : "has an empty or nested brace";
}

function readQuery(query: string): Pick<Address, "queryParameters" | "fixedQuery"> {
  const queryParameters: { name: string; variable: string }[] = [];
  const fixed: string[] = [];
  for (const pair of query.split("&").filter((part) => part !== "")) {
    const [name = "", value = ""] = pair.split("=", 2);
    const variable = /^\{([^{}]+)\}$/.exec(value)?.[1] ?? /^\{([^{}]+)\}$/.exec(name)?.[1];
    if (variable === undefined) {
      fixed.push(pair);
    } else {
      queryParameters.push({ name: name.startsWith("{") ? variable : name, variable });
    }
  }
  return { queryParameters, fixedQuery: fixed.join("&") };
}
