import { describeShape } from "../contract/shape.ts";
import type { Fault, Group } from "../contract/v1.ts";
import type { CompiledValue } from "../handshake/parameter-value.ts";
import { compileValue } from "../handshake/parameter-value.ts";
import { pointerTokens, valueAt } from "./pointer.ts";

/** `match`: the topic is this group's; `other`: it belongs elsewhere or is missing; else a parameter of it is wrong. */
export type TopicMatch = "match" | { readonly other: Fault } | { readonly fault: Fault };

/** Says of a message whether its topic is one of a group's. */
export type TopicMatcher = (message: unknown) => TopicMatch;

type Topic = NonNullable<Group["topic"]>;

/** A matcher for one topic template, such as `trades/{symbol}`; made once, when a route is first used. */
export function createTopicMatcher(topic: Topic): TopicMatcher {
  const tokens = pointerTokens(topic.at);
  const parts = templateParts(topic.address);
  const parameters = topic.parameters.map((parameter): readonly [string, CompiledValue] => [
    parameter.name,
    compileValue(parameter.value),
  ]);
  return (message) => {
    const found = valueAt(message, tokens);
    const values = typeof found === "string" ? matchTemplate(parts, found) : null;
    if (values === null) return { other: strangeTopic(topic, found) };
    for (const [name, compiled] of parameters) {
      const reading = compiled.read(values.get(name) ?? "");
      if (!reading.ok) return { fault: wrongParameter(topic, name, reading.expected) };
    }
    return "match";
  };
}

function strangeTopic(topic: Topic, found: unknown): Fault {
  const expected = `a topic "${topic.address}"`;
  return { pointer: topic.at, found: describeShape(found), expected, keyword: "topic" };
}

function wrongParameter(topic: Topic, name: string, expected: string): Fault {
  const found = `a topic with another "${name}"`;
  return { pointer: topic.at, found, expected: `${expected} as "${name}"`, keyword: "topic" };
}

/** Literals at even places, parameter names at odd ones: `a/{b}` is `["a/", "b", ""]`. */
function templateParts(address: string): readonly string[] {
  return address.split(/\{([^{}]*)\}/);
}

/**
 * The parameters of a topic, or null where it does not fit. A parameter is one or more characters without `/` and
 * ends at the first place where the next literal begins: one pass, no backtracking, so no topic is slow to match.
 */
function matchTemplate(
  parts: readonly string[],
  topic: string,
): ReadonlyMap<string, string> | null {
  const first = parts[0] ?? "";
  if (!topic.startsWith(first)) return null;
  const values = new Map<string, string>();
  let at = first.length;
  for (let index = 1; index < parts.length; index += 2) {
    const literal = parts[index + 1] ?? "";
    const isLast = index + 2 >= parts.length;
    const end = isLast ? topic.length - literal.length : endOfParameter(topic, literal, at);
    const text = end > at ? topic.slice(at, end) : "";
    if (text === "" || text.includes("/") || !topic.startsWith(literal, end)) return null;
    values.set(parts[index] ?? "", text);
    at = end + literal.length;
  }
  return at === topic.length ? values : null;
}

/** Two parameters without a literal between them: the first takes one character. */
function endOfParameter(topic: string, literal: string, at: number): number {
  return literal === "" ? at + 1 : topic.indexOf(literal, at + 1);
}
