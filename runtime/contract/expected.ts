import type { AjvError } from "./v1.ts";

/** Longest text of the document that is quoted, in UTF-16 units. */
const MAX_QUOTED = 60;
/** Most values that are listed. */
const MAX_LISTED = 8;

/** What a JSON Schema keyword asked for, in words of the document: `at most 32 characters`. */
export function describeExpected({ keyword, params }: AjvError): string {
  const limit = String(params["limit"] ?? params["len"] ?? "");
  switch (keyword) {
    case "type":
      return describeTypes(params["type"]);
    case "const":
      return quoted(params["allowedValue"]);
    case "enum":
      return describeValues(params["allowedValues"]);
    case "format":
      return describeFormat(String(params["format"]));
    case "maximum":
      return `at most ${limit}`;
    case "minimum":
      return `at least ${limit}`;
    case "exclusiveMaximum":
      return `less than ${limit}`;
    case "exclusiveMinimum":
      return `more than ${limit}`;
    case "multipleOf":
      return `a multiple of ${String(params["multipleOf"])}`;
    case "maxLength":
      return `at most ${counted(limit, "character")}`;
    case "minLength":
      return `at least ${counted(limit, "character")}`;
    case "pattern":
      return `text that matches ${cut(String(params["pattern"]))}`;
    default:
      return describeStructure(keyword, params, limit);
  }
}

function describeStructure(keyword: string, params: AjvError["params"], limit: string): string {
  switch (keyword) {
    case "required":
      return "a value, it is required";
    case "dependentRequired":
      return `a value, it is required beside ${quoted(params["property"])}`;
    case "additionalProperties":
    case "unevaluatedProperties":
      return "no member of this name";
    case "propertyNames":
      return "another name for the member";
    case "maxProperties":
      return `at most ${counted(limit, "member")}`;
    case "minProperties":
      return `at least ${counted(limit, "member")}`;
    case "items":
    case "unevaluatedItems":
    case "maxItems":
      return `at most ${counted(limit, "item")}`;
    case "minItems":
      return `at least ${counted(limit, "item")}`;
    case "uniqueItems":
      return `items that differ, but items ${twins(params)} are equal`;
    case "contains":
      return describeContains(params);
    default:
      return describeCombination(keyword, params);
  }
}

function describeContains(params: AjvError["params"]): string {
  const least = String(params["minContains"] ?? 1);
  const most = params["maxContains"];
  const range = most === undefined ? `at least ${least}` : `${least} to ${String(most)}`;
  return `${range} of the items as declared`;
}

function describeCombination(keyword: string, params: AjvError["params"]): string {
  switch (keyword) {
    case "oneOf": {
      const passing: unknown = params["passingSchemas"];
      return Array.isArray(passing)
        ? `exactly one of the declared shapes, but it has shapes ${ordinals(passing)}`
        : "one of the declared shapes";
    }
    case "anyOf":
      return "one of the declared shapes";
    case "not":
      return "a value that the document does not rule out";
    case "false schema":
      return "no value here";
    default:
      return "another value";
  }
}

function twins(params: AjvError["params"]): string {
  return [params["i"], params["j"]].map(String).join(" and ");
}

function ordinals(indices: readonly unknown[]): string {
  return indices.map((index) => Number(index) + 1).join(" and ");
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  integer: "an integer",
  boolean: "a boolean",
  object: "an object",
  array: "an array",
  null: "null",
};

/** `a string`, `a string or null`: `types` is one JSON Schema type or a list of them. */
export function describeTypes(types: unknown): string {
  const list: readonly unknown[] = Array.isArray(types) ? types : [types];
  return alternatives(list.map((type) => TYPE_WORDS[String(type)] ?? String(type)));
}

/** `one of "gold", "silver"`: the values are the document's. */
export function describeValues(values: unknown): string {
  const list: readonly unknown[] = Array.isArray(values) ? values : [values];
  if (list.length === 1) {
    return quoted(list[0]);
  }
  const shown = list.slice(0, MAX_LISTED).map(quoted).join(", ");
  const isLong = list.length > MAX_LISTED;
  return isLong ? `one of ${list.length} values: ${shown}, …` : `one of ${shown}`;
}

function describeFormat(format: string): string {
  switch (format) {
    case "int32":
      return "an integer of 32 bits";
    case "int64":
      return "an integer of 64 bits";
    case "byte":
      return "text in base64";
    default:
      return `text of format ${format}`;
  }
}

/** `a`, `a or b`, `a, b or c`. */
export function alternatives(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}

function quoted(value: unknown): string {
  return cut(JSON.stringify(value) ?? "nothing");
}

function cut(text: string): string {
  return text.length <= MAX_QUOTED ? text : `${text.slice(0, MAX_QUOTED - 1)}…`;
}

function counted(count: string, noun: string): string {
  return `${count} ${noun}${count === "1" ? "" : "s"}`;
}
