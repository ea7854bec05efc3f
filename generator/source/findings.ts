import type { Diagnostic, FindingTable, Place } from "../diagnostics.ts";

/** What can be wrong with a document before anything is known of AsyncAPI: its files, its syntax, its references. */
export const SOURCE_FINDINGS = {
  syntax: {
    severity: "error",
    says: "A document is well-formed YAML 1.2 or JSON.",
    because:
      "What cannot be parsed has no meaning. The line and column are those of the first character that does not fit.",
  },
  "json-not-strict": {
    severity: "warning",
    says: "A .json file is JSON as RFC 8259 defines it.",
    because:
      "Trailing commas, comments and single quotes are read here as YAML, but other tools refuse the file.",
  },
  "duplicate-key": {
    severity: "error",
    says: "A key stands once in an object.",
    because:
      "Parsers differ in which of two equal keys they take, so two readers of the document see two different APIs. Remove or rename one.",
  },
  "key-not-text": {
    severity: "warning",
    says: "Keys of a document are text.",
    because:
      "JSON knows no other keys. A number, boolean or null as a key is read as the text that stands there; put it in quotes.",
  },
  "key-unsupported": {
    severity: "error",
    says: "A key is a scalar, not a list or an object.",
    because: "YAML allows whole objects as keys, JSON and AsyncAPI do not.",
  },
  "tag-unsupported": {
    severity: "warning",
    says: "A document uses no YAML tags of its own.",
    because:
      "A tag such as !secret or !!binary means something to one program only. The value is read as if the tag were absent.",
  },
  "number-not-json": {
    severity: "error",
    says: "Numbers are finite.",
    because:
      ".inf and .nan are YAML only; JSON, and so every schema and message, has no such values.",
  },
  "several-documents": {
    severity: "warning",
    says: "A file holds one document.",
    because:
      "Only what stands before the second --- is read. Put each document in a file of its own.",
  },
  "alias-expansion": {
    severity: "error",
    says: "YAML aliases do not multiply a document beyond the limit.",
    because:
      "A few lines of nested aliases can stand for billions of values. Use $ref for what is shared.",
  },
  "too-many-values": {
    severity: "error",
    says: "A file holds no more values than the limit.",
    because:
      "Hundreds of thousands of values stall the tools that read them; no API has as many. Leave generated data out.",
  },
  "alias-circular": {
    severity: "error",
    says: "A YAML alias does not stand inside its own anchor.",
    because: "Such a value has no end. A recursive schema points back by $ref instead.",
  },
  "nesting-too-deep": {
    severity: "error",
    says: "Lists and objects are nested no deeper than the limit.",
    because:
      "Real documents stay below 60 levels; deeper ones exhaust the memory of whatever reads them. Name parts under components and use $ref.",
  },
  "file-too-large": {
    severity: "error",
    says: "A file, and all files together, stay within the limit of bytes.",
    because:
      "A document of many megabytes stalls the tools that read it. Split it, or leave generated data out.",
  },
  "too-many-files": {
    severity: "error",
    says: "A document consists of no more files than the limit.",
    because: "A chain of references through generated files can go on for ever.",
  },
  "load-timeout": {
    severity: "error",
    says: "All files of a document are read within the time limit.",
    because: "A slow address must not keep a build waiting for ever.",
  },
  encoding: {
    severity: "error",
    says: "A file is UTF-8 text.",
    because:
      "Other encodings and binary files cannot be told apart reliably. Save the file as UTF-8.",
  },
  "reference-remote": {
    severity: "error",
    says: "A $ref leaves the disk only where that is allowed.",
    because:
      "Whoever writes the document would otherwise decide which addresses this machine calls. --allow-remote allows https to the public internet, --allow-internal the hosts that it names.",
  },
  "reference-outside": {
    severity: "error",
    says: "A $ref stays within the document's folder unless that is allowed.",
    because:
      "Whoever writes the document would otherwise decide which files of this machine are read. --allow-outside allows it.",
  },
  "reference-unreadable": {
    severity: "error",
    says: "The file that a $ref names can be read.",
    because:
      "What is not there has no meaning. The path is relative to the file that holds the $ref.",
  },
  "unresolved-reference": {
    severity: "error",
    says: "A $ref names something that exists.",
    because:
      "What is not there has no meaning. Within a $ref, / in a key is written ~1 and ~ is written ~0.",
  },
  "circular-reference": {
    severity: "error",
    says: "A chain of $refs ends at a value.",
    because:
      "References that only point at each other stand for nothing. A schema that refers to a part of itself is fine.",
  },
  "reference-not-text": {
    severity: "error",
    says: "$ref is text.",
    because: "A reference is a URI such as #/components/messages/Chat or ./chat.yaml#/Chat.",
  },
  "reference-in-schema": {
    severity: "warning",
    says: "A $ref within a schema is resolved against its file, not against the schema.",
    because:
      "#/definitions, $anchor and $id of a payload are read within it; other tools find nothing there.",
  },
  "reference-unescaped": {
    severity: "warning",
    says: "In a $ref, / within a key is written ~1.",
    because: "Other tools take an unescaped / as the border between two keys and find nothing.",
  },
} as const satisfies FindingTable;

export type SourceRule = keyof typeof SOURCE_FINDINGS;

/** A finding of this area, with the severity of its row. */
export function sourceFinding(
  rule: SourceRule,
  place: Place,
  message: string,
  hint: string | null = null,
): Diagnostic {
  return { rule, severity: SOURCE_FINDINGS[rule].severity, message, hint, place };
}
