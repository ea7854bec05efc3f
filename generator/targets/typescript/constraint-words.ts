import type { JsonSchema } from "../../model/api.ts";

/** What a format is called in docs, with its source. */
const FORMATS: Readonly<Record<string, string>> = {
  "date-time": "RFC 3339 date-time",
  date: "RFC 3339 full-date",
  time: "RFC 3339 full-time",
  duration: "ISO 8601 duration",
  uuid: "UUID",
  email: "e-mail address",
  uri: "URI",
  ipv4: "IPv4 address",
  ipv6: "IPv6 address",
  hostname: "host name",
};

/** A longer pattern says nothing to a reader. */
const MAX_PATTERN = 60;

/**
 * What a schema asks of a value beyond its type, in words for a doc comment: `RFC 3339 date-time`, `1 to 32
 * characters`, `integer from 1 to 100`; empty: nothing.
 */
export function constraintWords(schema: JsonSchema): string {
  if (typeof schema === "boolean" || "enum" in schema || "const" in schema) {
    return "";
  }
  const { format, pattern, items, type } = schema;
  const words = [
    typeof format === "string"
      ? ((Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined) ?? `format ${format}`)
      : "",
    range([schema["minLength"], schema["maxLength"]], "character"),
    typeof pattern === "string" && pattern.length <= MAX_PATTERN ? `matching \`${pattern}\`` : "",
    numberWords(schema),
    range([schema["minItems"], schema["maxItems"]], "item"),
    schema["uniqueItems"] === true ? "each once" : "",
    isSchema(items) ? eachWords(items) : "",
    range([schema["minProperties"], schema["maxProperties"]], "member"),
  ].filter((word) => word !== "");
  const isInteger = [type].flat().includes("integer");
  return [...(isInteger && !words[0]?.startsWith("integer") ? ["integer"] : []), ...words].join(
    ", ",
  );
}

function eachWords(items: JsonSchema): string {
  const words = constraintWords(items);
  return words === "" ? "" : `each ${words}`;
}

function numberWords(schema: Readonly<Record<string, unknown>>): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const words = [
    isNumber(minimum) && isNumber(maximum)
      ? `from ${minimum} to ${maximum}`
      : isNumber(minimum)
        ? `at least ${minimum}`
        : isNumber(maximum)
          ? `at most ${maximum}`
          : "",
    isNumber(exclusiveMinimum) ? `above ${exclusiveMinimum}` : "",
    isNumber(exclusiveMaximum) ? `below ${exclusiveMaximum}` : "",
    isNumber(multipleOf) ? `a multiple of ${multipleOf}` : "",
  ].filter((word) => word !== "");
  const isInteger = [schema["type"]].flat().includes("integer");
  return words.length === 0 ? "" : `${isInteger ? "integer " : ""}${words.join(", ")}`;
}

function range([least, most]: readonly [unknown, unknown], noun: string): string {
  const plural = (count: number): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
  if (isNumber(least) && isNumber(most)) {
    return least === most ? plural(most) : `${least} to ${plural(most)}`;
  }
  if (isNumber(most)) {
    return `at most ${plural(most)}`;
  }
  return isNumber(least) && least > 0 ? `at least ${plural(least)}` : "";
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A description and what the schema asks for, as one text; null: there is nothing to say. */
export function describedBy(description: string | null, words: string): string | null {
  if (words === "") {
    return description;
  }
  const sentence = `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
  const said = description?.trim() ?? "";
  if (said === "") {
    return sentence;
  }
  return said.includes("\n")
    ? `${said}\n\n${sentence}`
    : `${/[.!?]$/u.test(said) ? said : `${said}.`} ${sentence}`;
}
