import type { FindingTable, Place, Report } from "../../diagnostics.ts";

/** Everything that can be said about a schema while it is lowered, by stable id. */
export const SCHEMA_FINDINGS = {
  "schema-not-a-schema": {
    severity: "error",
    says: "A schema is an object, `true` or `false`.",
    because: "Nothing can be checked by a number or a list; write `{type: string}` or the like.",
  },
  "schema-shorthand": {
    severity: "warning",
    says: "A schema is an object, not the name of a type.",
    because: "`name: string` is read as `name: {type: string}`; other tools refuse it.",
  },
  "schema-empty": {
    severity: "warning",
    says: "A schema is not left empty.",
    because:
      "It is read as `true`, which anything passes; write `true` or `{}` where that is meant.",
  },
  "schema-too-deep": {
    severity: "error",
    says: "A schema is nested at most 64 levels deep without a `$ref`.",
    because: "No check can be compiled from it; give the inner parts names under components.",
  },
  "schema-endless": {
    severity: "error",
    says: "A schema applies itself to parts of a value only, not to the value itself.",
    because:
      "Without a property or an item between, checking never ends (JSON Schema 2020-12 Core, section 9.4.1).",
  },
  "schema-costly": {
    severity: "error",
    says: "A schema puts one value to at most 16384 schemas.",
    because:
      "Schemas that are applied twice by others that are applied twice take exponential time for the shortest frame.",
  },
  "schema-type-unknown": {
    severity: "error",
    says: "`type` is one of null, boolean, object, array, number, integer, string, or a list of these.",
    because: "A type that JSON Schema does not know cannot be checked.",
  },
  "schema-type-slip": {
    severity: "warning",
    says: "`type` is a name of JSON Schema, not one of a programming language.",
    because:
      "The type of another language (`float`, `date`) is read as what it plainly means; other tools refuse the document or check nothing.",
  },
  "schema-keyword-value": {
    severity: "error",
    says: "Each keyword of a schema has a value of the kind that JSON Schema gives it.",
    because: "A keyword with another value checks nothing, or something nobody can tell.",
  },
  "schema-keyword-slip": {
    severity: "warning",
    says: "The value of a keyword is written as JSON Schema has it, not only alike.",
    because: "The value is read as what it plainly means; other tools refuse it or ignore it.",
  },
  "schema-required-slip": {
    severity: "warning",
    says: "`required` is the list of an object's mandatory properties.",
    because:
      "`required: true` on a property is draft-03; it is read as an entry of the object's own list.",
  },
  "schema-contradiction": {
    severity: "error",
    says: "Bounds leave room for a value, and an enum has one.",
    because: "No value can pass, so every message would be refused.",
  },
  "schema-enum-type": {
    severity: "warning",
    says: "Values of `enum` and `const` are of the schema's `type`.",
    because: "Otherwise no value passes; they are read as what the type makes of them.",
  },
  "schema-pattern": {
    severity: "error",
    says: "A `pattern` is a regular expression (ECMA-262, with the `u` flag).",
    because: "A pattern that does not compile cannot check anything.",
  },
  "schema-pattern-slip": {
    severity: "info",
    says: "A `pattern` compiles with the `u` flag.",
    because: "Needless escapes such as `\\-` are errors there; the same pattern is used without.",
  },
  "schema-format-type": {
    severity: "warning",
    says: "A `format` fits the schema's `type`.",
    because: "`int64` says nothing of a string and checks nothing there; write a pattern.",
  },
  "schema-format-pattern": {
    severity: "warning",
    says: "A `format` is a name such as `date-time`, not a regular expression.",
    because: "A regular expression there checks nothing; move it to `pattern`.",
  },
  "schema-dialect": {
    severity: "warning",
    says: "Keywords of JSON Schema 2020-12 stand in a schema that says so.",
    because:
      "AsyncAPI's own dialect is a superset of draft-07, which ignores them; they are honoured here. Say `schemaFormat: application/schema+json;version=draft-2020-12`.",
  },
  "schema-ref-siblings": {
    severity: "info",
    says: "Nothing stands beside a `$ref` under draft-07.",
    because:
      "Draft-07 ignores keywords beside a `$ref`; they are applied together with it here, as newer drafts do. Write `allOf` to say so.",
  },
  "schema-ref-target": {
    severity: "error",
    says: "A `$ref` of a schema leads to a schema.",
    because: "What is no schema, such as a channel or a parameter, would let every value pass.",
  },
  "schema-ref-message": {
    severity: "warning",
    says: "A payload refers to a schema, not to a message.",
    because:
      "A message there is read as its payload; to other tools it is a schema without keywords, which anything passes.",
  },
  "schema-proto-property": {
    severity: "error",
    says: "No property is called `__proto__`.",
    because: "Frames with that key are refused, because it is an attack on JavaScript programs.",
  },
  "schema-format-unknown": {
    severity: "error",
    says: "`schemaFormat` is one of AsyncAPI, JSON Schema, OpenAPI 3, Avro and Protobuf.",
    because: "Messages in another schema language cannot be checked.",
  },
  "schema-avro": {
    severity: "error",
    says: "An Avro schema is one (Avro 1.9 to 1.12, section Schema Declaration).",
    because: "The bytes of Avro hold values only; how to read them stands in the schema.",
  },
  "schema-protobuf": {
    severity: "error",
    says: "A Protobuf schema is the text of one .proto file that needs no other.",
    because: "Other files that it imports are not read, and what is not known cannot be decoded.",
  },
  "payload-frame": {
    severity: "error",
    says: "The kind of frame fits the payload's encoding.",
    because:
      "A text frame holds UTF-8 only (RFC 6455 section 5.6), which a binary encoding is not.",
  },
  "payload-opaque": {
    severity: "warning",
    says: "A binary content type comes with a schema of bytes.",
    because:
      "How to read the bytes is not known, so the schema is not checked; name the encoding (application/json, application/cbor, application/msgpack).",
  },
} as const satisfies FindingTable;

export type SchemaFinding = keyof typeof SCHEMA_FINDINGS;

/** Says what is wrong at a place; severity and reasons come from the table. */
export type Say = (rule: SchemaFinding, place: Place, message: string, hint?: string) => void;

/** `Say` for a report. */
export function sayTo(report: Report): Say {
  return (rule, place, message, hint) => {
    report({
      rule,
      severity: SCHEMA_FINDINGS[rule].severity,
      message,
      hint: hint ?? null,
      place: { file: place.file, pointer: place.pointer },
    });
  };
}
