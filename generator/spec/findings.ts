import type { Diagnostic, FindingTable, Place } from "../diagnostics.ts";

/** What can differ between a document and AsyncAPI's own JSON Schema of its version. */
export const SPEC_FINDINGS = {
  "document-empty": {
    severity: "error",
    says: "A document is not empty.",
    because: "The least that makes sense is asyncapi, info and channels.",
  },
  "document-not-object": {
    severity: "error",
    says: "A document is an object.",
    because:
      "An AsyncAPI document begins with `asyncapi: 3.1.0`, followed by info, servers, channels and operations.",
  },
  "document-other-format": {
    severity: "error",
    says: "A document is AsyncAPI, not OpenAPI, Swagger or a bare JSON Schema.",
    because:
      "OpenAPI describes requests and responses; what goes over a WebSocket is described by AsyncAPI.",
  },
  "version-missing": {
    severity: "error",
    says: "A document says which version of AsyncAPI it is written in.",
    because: "2.x and 3.x give the same words different meanings, so a version cannot be guessed.",
  },
  "version-unsupported": {
    severity: "error",
    says: "The version of AsyncAPI is one of 2.0.0 to 2.6.0, 3.0.0 and 3.1.0.",
    because:
      "A version that is not known here may give words a meaning that a gateway must not guess.",
  },
  "wrong-type": {
    severity: "error",
    says: "A value has the type that AsyncAPI's schema says.",
    because: "A list where an object belongs, or a number where text belongs, has no meaning.",
  },
  "missing-property": {
    severity: "error",
    says: "What AsyncAPI requires of an object is there.",
    because: "Without it the object does not say what it is for.",
  },
  "unknown-property": {
    severity: "warning",
    says: "Objects have only the properties that AsyncAPI gives them, and x- extensions.",
    because: "Every tool ignores a misspelt property without a word. It was ignored here too.",
  },
  "parameter-schema": {
    severity: "warning",
    says: "Parameters of channels are text with enum, default and examples.",
    because:
      "AsyncAPI gives them no schema from 3.0 on, and 2.x has it under schema. One that is described by a JSON schema is read with its type; other tools ignore it.",
  },
  "other-version": {
    severity: "error",
    says: "A document uses the constructs of its own version of AsyncAPI.",
    because:
      "What 3.x says under operations, 2.x says under publish and subscribe of a channel. Ignoring it would leave out a part of the API.",
  },
  "wrong-value": {
    severity: "error",
    says: "A value is one of those that AsyncAPI allows.",
    because: "Another value has no meaning.",
  },
  "wrong-name": {
    severity: "warning",
    says: "Names have the characters that AsyncAPI allows.",
    because:
      "Component names consist of letters, digits, dot, hyphen and underscore. The name was used as it is; other tools may refuse it.",
  },
  "out-of-bounds": {
    severity: "error",
    says: "Numbers, lengths and counts are within the bounds of AsyncAPI's schema.",
    because: "An empty oneOf, or a negative length, can never be met.",
  },
  "repeated-item": {
    severity: "warning",
    says: "Lists that AsyncAPI calls unique hold each item once.",
    because: "The second of two equal items changes nothing. It was ignored.",
  },
  "not-allowed": {
    severity: "error",
    says: "A value stands only where AsyncAPI's schema allows it.",
    because: "AsyncAPI forbids this combination.",
  },
  "informational-ignored": {
    severity: "warning",
    says: "Descriptions, tags, links and examples have the form that AsyncAPI gives them.",
    because: "They change nothing about what may be sent, so one of another form was left out.",
  },
  "binding-ignored": {
    severity: "warning",
    says: "Bindings have the form that their protocol's binding gives them.",
    because: "Only `ws` bindings matter to a WebSocket; the others were left out.",
  },
} as const satisfies FindingTable;

export type SpecRule = keyof typeof SPEC_FINDINGS;

/** A finding of this area, with the severity of its row. */
export function specFinding(
  rule: SpecRule,
  place: Place,
  message: string,
  hint: string | null = null,
): Diagnostic {
  return { rule, severity: SPEC_FINDINGS[rule].severity, message, hint, place };
}
