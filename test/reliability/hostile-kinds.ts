/** Frames of 128 KiB that are made to cost much, each with the schemas that it is judged by. */
import type { JsonSchema } from "../../generator/model/api.ts";
import { HOSTILE_SCHEMAS } from "../checks/hostile-schemas.ts";

/** One kind of hostile frame. */
export interface HostileKind {
  readonly name: string;
  /** The document's schemas by name. */
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  /** Names of those that are messages. */
  readonly messages: readonly string[];
  readonly text: string;
}

/** What a client's frame may have where the document says nothing, in bytes. */
export const FRAME_BYTES = 131_072;

const NODE = { $ref: "#/$defs/m" };

/** As many copies as fit into a frame, with a comma between. */
function filled(
  item: (index: number) => string,
  wrap: (items: string) => string = (items) => `[${items}]`,
): string {
  const room = FRAME_BYTES - wrap("").length;
  const items: string[] = [];
  let bytes = 0;
  for (let index = 0; ; index += 1) {
    const next = item(index);
    bytes += Buffer.byteLength(next) + 1;
    if (bytes > room) return wrap(items.join(","));
    items.push(next);
  }
}

/** As many copies of a text as fit into a string. */
function longText(part: string, end = ""): string {
  const room = FRAME_BYTES - 2 - Buffer.byteLength(end);
  return `"${part.repeat(Math.floor(room / Buffer.byteLength(part)))}${end}"`;
}

/** Items of which the last is none. */
const endingIn =
  (last: string) =>
  (items: string): string =>
    `[${items}${items === "" ? "" : ","}${last}]`;

function nested(levels: number, inside: string, wrap: (inner: string) => string): string {
  return Array.from({ length: levels }).reduce((text: string) => wrap(text), inside);
}

function kind(name: string, schema: JsonSchema, text: string): HostileKind {
  return { name, schemas: { m: schema }, messages: ["m"], text };
}

const list = (items: JsonSchema): JsonSchema => ({ type: "array", items });
const closed = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: "object",
  required: Object.keys(properties),
  properties,
  additionalProperties: false,
});

const WIDE = Object.fromEntries(
  Array.from({ length: 60 }, (_none, index) => [`member${index}`, { type: "string" }]),
);

/** What says which alternative it is stands behind what it holds. */
const LATE: JsonSchema = {
  oneOf: ["leaf", "branch"].map((of) => ({
    type: "object",
    required: ["kind"],
    properties: { pad: list({ type: "string" }), next: NODE, kind: { const: of } },
  })),
};

/** Alternatives that nothing tells apart, each of which may hold another. */
const BLURRED: JsonSchema = {
  anyOf: ["a", "b", "c"].map((own) => ({
    type: "object",
    properties: { [own]: { type: "number" }, next: NODE, items: list(NODE) },
    required: [own],
  })),
};

/** Messages that are alike up to their end, where each of them is wrong. */
function alike(count: number): HostileKind {
  const names = Array.from({ length: count }, (_none, index) => `m${index}`);
  const schemas = names.map((name, index) => [
    name,
    {
      type: "object",
      required: ["items", "last"],
      properties: {
        items: list({ type: "object", properties: { id: { type: "integer" } } }),
        last: { type: "number", minimum: index, maximum: 1000 },
      },
    },
  ]);
  const text = filled(
    (id) => `{"id":${id}}`,
    (items) => `{"items":[${items}],"last":-1}`,
  );
  return {
    name: `${count} messages alike`,
    schemas: Object.fromEntries(schemas),
    messages: names,
    text,
  };
}

const FRAMES: readonly HostileKind[] = [
  kind("brackets without end", list(true), "[".repeat(FRAME_BYTES)),
  kind(
    "64 levels, again and again",
    list({ anyOf: [{ type: "array", items: { $ref: "#/$defs/m" } }, { type: "number" }] }),
    filled(() => nested(60, "1", (inner) => `[${inner}]`), endingIn('"x"')),
  ),
  kind(
    "empty lists",
    list(list(true)),
    filled(() => "[]"),
  ),
  kind(
    "empty objects",
    list({ type: "object", required: ["id"] }),
    filled(() => "{}"),
  ),
  kind(
    "items of which the last is wrong",
    list({ type: "integer" }),
    filled(() => "1").replace(/1\]$/, '"]'),
  ),
  kind(
    "items that are all wrong",
    list(closed({ id: { type: "integer" } })),
    filled(() => '{"id":""}'),
  ),
  kind(
    "items with all members of 60",
    list({ type: "object", properties: WIDE, required: ["none"] }),
    filled(() => JSON.stringify(Object.fromEntries(Object.keys(WIDE).map((key) => [key, ""])))),
  ),
  kind(
    "items of 60 schemas together, the last wrong",
    list({ allOf: Object.entries(WIDE).map(([key, type]) => ({ properties: { [key]: type } })) }),
    filled(() => '{"member0":"","member59":""}', endingIn('{"member0":1}')),
  ),
  kind(
    "keys, all different",
    { type: "object", additionalProperties: { type: "integer" } },
    filled(
      (index) => `"k${index.toString(36)}":1`,
      (members) => `{${members}}`,
    ),
  ),
  kind(
    "keys, the last given twice",
    { type: "object", additionalProperties: { type: "integer" } },
    filled(
      (index) => `"k${index.toString(36)}":1`,
      (members) => `{${members},"k1":1}`,
    ),
  ),
  kind(
    "keys of escapes",
    { type: "object", additionalProperties: { type: "integer" } },
    filled(
      (index) => `"\\u0061${index.toString(36)}":1`,
      (members) => `{${members}}`,
    ),
  ),
  kind(
    "keys that match patterns, or nearly",
    {
      type: "object",
      patternProperties: { "^(a|aa)+$": true, "^[a-z]+[0-9]$": { type: "string" } },
    },
    filled(
      (index) => `"aaaaaaaaaaaaaaaa${index}":1`,
      (members) => `{${members}}`,
    ),
  ),
  kind("a text that nearly matches", { type: "string", pattern: "^(a|aa)+$" }, longText("a", "b")),
  kind("a text that matches late", { type: "string", pattern: "(x+x+)+y" }, longText("x")),
  kind(
    "texts that nearly match",
    list({ type: "string", pattern: "^(\\w+\\s?)*$" }),
    filled(() => '"aaaa aaaa aaaa!"'),
  ),
  kind("a text of escapes", { type: "string", maxLength: 100_000 }, longText("\\u00e9")),
  kind(
    "a text of pairs of escapes",
    { type: "string", minLength: 100_000 },
    longText("\\ud83d\\ude00"),
  ),
  kind("a text of quotes", { type: "string", pattern: "^[^x]*$" }, longText('\\"')),
  kind("a text of four-byte characters", { type: "string", maxLength: 9 }, longText("😀")),
  kind("an address without end", { type: "string", format: "uri" }, longText("a:/", " ")),
  kind(
    "texts that are nearly times",
    list({ type: "string", format: "date-time" }),
    filled(() => '"2024-01-01T00:00:00.000000000x"'),
  ),
  kind(
    "a number without end",
    list({ type: "number", multipleOf: 0.01, minimum: 1 }),
    `[${"7".repeat(FRAME_BYTES - 2)}]`,
  ),
  kind("an exponent without end", list({ type: "number" }), `[1e${"0".repeat(FRAME_BYTES - 5)}1]`),
  kind(
    "numbers of 30 digits",
    list({ type: "number", multipleOf: 0.01 }),
    filled(() => `1${"2".repeat(29)}`),
  ),
  kind(
    "numbers of 17 digits at a bound",
    list({ type: "number", maximum: 0.3 }),
    filled(() => "0.30000000000000001"),
  ),
  kind(
    "numbers of 17 digits, each in a list",
    list(list({ type: "number" })),
    filled(() => "[0.30000000000000001]", endingIn('["x"]')),
  ),
  kind(
    "numbers, all different",
    { type: "array", uniqueItems: true },
    filled((index) => `${index}.5`),
  ),
  kind(
    "objects, all different",
    { type: "array", uniqueItems: true },
    filled((index) => `{"id":${index}}`),
  ),
  kind("white space", closed({ id: true }), `{${" ".repeat(FRAME_BYTES - 8)}"i":1}`),
  kind(
    "alternatives that are told apart at their end",
    LATE,
    nested(
      50,
      `{"pad":${filled(() => '"x"').slice(0, -2001)},"x"],"kind":"leaf"}`,
      (inner) => `{"next":${inner},"kind":"branch"}`,
    ),
  ),
  kind(
    "alternatives that nothing tells apart",
    BLURRED,
    filled(
      () => '{"c":1,"items":[{"b":1},{"x":1}]}',
      (items) => `{"c":1,"items":[${items}]}`,
    ),
  ),
  kind(
    "alternatives inside each other",
    BLURRED,
    nested(60, "{}", (inner) => `{"c":1,"next":${inner}}`),
  ),
  alike(4),
  alike(16),
  alike(60),
];

/** Those of the hostile schemas that make a frame of their own, the largest that fits. */
function ofSchemas(): readonly HostileKind[] {
  const largest = new Map<string, HostileKind>();
  for (const { name, schemas, value } of HOSTILE_SCHEMAS) {
    const text = JSON.stringify(value);
    const [first = ""] = Object.keys(schemas);
    const family = name.replace(/, \d+$/, "");
    if (Buffer.byteLength(text) <= FRAME_BYTES) {
      largest.set(family, { name: `schema: ${family}`, schemas, messages: [first], text });
    }
  }
  return [...largest.values()];
}

export const HOSTILE_KINDS: readonly HostileKind[] = [...FRAMES, ...ofSchemas()];
