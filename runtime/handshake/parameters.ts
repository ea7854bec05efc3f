import type { Parameter, Route } from "../contract/v1.ts";
import { GATEWAY_LIMITS } from "../limits.ts";
import { withoutBlanks } from "./blanks.ts";
import { type CompiledValue, compileValue } from "./parameter-value.ts";
import type { HandshakeRequest } from "./request.ts";

/** One thing wrong with one parameter of a handshake. Goes to the client that sent it. */
export interface Problem {
  readonly in: "path" | "query" | "header";
  readonly name: string;
  readonly expected: string;
  /** At most 40 characters of the value; only its length where it may be a credential. */
  readonly found: string;
}

/** Typed values by place and name; an absent optional parameter is absent here, too. */
export type HandshakeParameters = Readonly<
  Record<Problem["in"], Readonly<Record<string, unknown>>>
>;

/** What came of reading the parameters: values, and all that is wrong with them. */
export interface ParameterReading {
  readonly parameters: HandshakeParameters;
  readonly problems: readonly Problem[];
}

/** A route's parameters with their checks made, once for all connections. */
export interface CompiledParameters {
  readonly entries: readonly CompiledParameter[];
  /** Names of declared query parameters, and of those that carry a credential. */
  readonly queryNames: ReadonlySet<string>;
  readonly undeclaredQuery: Route["undeclaredQuery"];
}

interface CompiledParameter {
  readonly parameter: Parameter;
  readonly value: CompiledValue;
  readonly isSecret: boolean;
}

/** Names that suggest a credential: their values are never quoted. */
const SECRET_NAME =
  /token|secret|passw|passphrase|auth|credential|session|signature|jwt|cookie|key/i;

const FOUND_CHARACTERS = 40;

/**
 * Prepares a route's parameters. `credentials` are lower-case names of headers and names of query
 * parameters.
 */
export function compileParameters(
  route: Pick<Route, "parameters" | "undeclaredQuery">,
  credentials: { readonly headers: ReadonlySet<string>; readonly query: ReadonlySet<string> },
): CompiledParameters {
  const entries = route.parameters.map((parameter) => ({
    parameter,
    value: compileValue(parameter.value),
    isSecret:
      SECRET_NAME.test(parameter.name) ||
      (parameter.in === "header" && credentials.headers.has(parameter.name.toLowerCase())) ||
      (parameter.in === "query" && credentials.query.has(parameter.name)),
  }));
  const declared = route.parameters.filter((p) => p.in === "query").map((p) => p.name);
  return {
    entries,
    queryNames: new Set([...declared, ...credentials.query]),
    undeclaredQuery: route.undeclaredQuery,
  };
}

/** Reads every parameter of a handshake by its declared type and reports all problems at once. */
export function readParameters(
  compiled: CompiledParameters,
  request: HandshakeRequest,
  pathValues: ReadonlyMap<string, string>,
): ParameterReading {
  const problems: Problem[] = [];
  const values = { path: NO_VALUES, query: NO_VALUES, header: NO_VALUES };
  for (const entry of compiled.entries) {
    const texts = textsOf(entry.parameter, request, pathValues);
    const reading = readOne(entry, texts);
    if (reading.problem !== null) {
      problems.push(reading.problem);
    } else if (reading.value !== undefined) {
      const place = entry.parameter.in;
      if (values[place] === NO_VALUES) values[place] = emptyRecord();
      values[place][entry.parameter.name] = reading.value;
    }
  }
  problems.push(...undeclaredProblems(compiled, request));
  return { parameters: values, problems: problems.slice(0, GATEWAY_LIMITS.problems) };
}

/** Without prototype: a parameter may be called `__proto__`. */
function emptyRecord(): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  Object.setPrototypeOf(record, null);
  return record;
}

/** Shared by all connections that have none in a place: most have none at all. */
const NO_VALUES: Record<string, unknown> = Object.freeze(emptyRecord());

function textsOf(
  parameter: Parameter,
  request: HandshakeRequest,
  pathValues: ReadonlyMap<string, string>,
): readonly string[] {
  switch (parameter.in) {
    case "path": {
      const value = pathValues.get(parameter.name);
      return value === undefined ? [] : [value];
    }
    case "query":
      return request.query.filter((pair) => pair.name === parameter.name).map((pair) => pair.value);
    case "header":
      return request.headers.get(parameter.name.toLowerCase()) ?? [];
  }
}

interface OneReading {
  readonly value?: unknown;
  readonly problem: Problem | null;
}

function readOne(entry: CompiledParameter, texts: readonly string[]): OneReading {
  const { parameter } = entry;
  if (texts.length === 0) {
    const problem = parameter.required ? problemOf(entry, entry.value.expected, "nothing") : null;
    return { problem };
  }
  if (parameter.array !== "none") {
    return readArray(entry, splitItems(parameter, texts));
  }
  if (texts.length > 1) {
    return { problem: problemOf(entry, "one value", `${texts.length} values`) };
  }
  const reading = entry.value.read(texts[0] ?? "");
  return reading.ok
    ? { value: reading.value, problem: null }
    : { problem: problemOf(entry, reading.expected, quote(entry, texts[0] ?? "")) };
}

/**
 * Header lines may be joined by a comma at any time (RFC 9110 section 5.3), so both styles split
 * there.
 */
function splitItems(parameter: Parameter, texts: readonly string[]): readonly string[] {
  if (parameter.array === "repeat" && parameter.in !== "header") {
    return texts;
  }
  return texts.flatMap((text) => text.split(",")).map(withoutBlanks);
}

function readArray(entry: CompiledParameter, items: readonly string[]): OneReading {
  const { minItems, maxItems } = entry.parameter.value;
  if (minItems !== null && items.length < minItems) {
    return { problem: problemOf(entry, `at least ${minItems} values`, `${items.length}`) };
  }
  if (maxItems !== null && items.length > maxItems) {
    return { problem: problemOf(entry, `at most ${maxItems} values`, `${items.length}`) };
  }
  const values: unknown[] = [];
  for (const item of items) {
    const reading = entry.value.read(item);
    if (!reading.ok) {
      return { problem: problemOf(entry, reading.expected, quote(entry, item)) };
    }
    values.push(reading.value);
  }
  return { value: values, problem: null };
}

function undeclaredProblems(
  compiled: CompiledParameters,
  request: HandshakeRequest,
): readonly Problem[] {
  if (compiled.undeclaredQuery !== "refuse") {
    return [];
  }
  const names = new Set(request.query.map((pair) => pair.name));
  return [...names]
    .filter((name) => !compiled.queryNames.has(name))
    .map((name) => ({
      in: "query",
      name: shorten(name),
      expected: "a declared query parameter",
      found: "an undeclared one",
    }));
}

function problemOf(entry: CompiledParameter, expected: string, found: string): Problem {
  return { in: entry.parameter.in, name: entry.parameter.name, expected, found };
}

function quote(entry: CompiledParameter, text: string): string {
  return entry.isSecret ? `a value of ${text.length} characters` : JSON.stringify(shorten(text));
}

/** At most 40 characters, the last one an ellipsis where more were cut off. */
function shorten(text: string): string {
  const characters = Array.from(text.slice(0, FOUND_CHARACTERS * 2));
  return characters.length > FOUND_CHARACTERS
    ? `${characters.slice(0, FOUND_CHARACTERS - 1).join("")}…`
    : characters.join("");
}
