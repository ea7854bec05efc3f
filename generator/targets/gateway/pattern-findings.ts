import { patternFindings, patternsOf } from "../../checks/diagnose-patterns.ts";
import type { PlacedPattern } from "../../checks/diagnose-patterns.ts";
import type { Diagnostic, Place } from "../../diagnostics.ts";
import type { ApiModel } from "../../model/api.ts";

/** Where the author wrote a pattern; null: it is not known. */
export type PatternPlaces = (pattern: string) => Place | null;

/**
 * What is to be said of the patterns of a model's schemas and handshake parameters, at the pattern where its place
 * is known, else at the message or parameter.
 */
export function modelPatternFindings(
  model: ApiModel,
  placeOf: PatternPlaces,
): readonly Diagnostic[] {
  return patternFindings([...schemaPatterns(model), ...parameterPatterns(model)], placeOf);
}

function schemaPatterns({ schemas, messages, origin }: ApiModel): readonly PlacedPattern[] {
  const users = new Map(messages.map((message) => [message.payload.schema, message.origin]));
  return Object.entries(schemas).flatMap(([name, schema]) =>
    patternsOf(schema).map((pattern) => ({
      pattern,
      owner: `schema "${name}"`,
      place: users.get(name) ?? messages[0]?.origin ?? origin,
    })),
  );
}

function parameterPatterns({ routes }: ApiModel): readonly PlacedPattern[] {
  return routes
    .flatMap(({ parameters }) => parameters)
    .flatMap(({ name, value: { pattern }, origin }) =>
      pattern === null ? [] : [{ pattern, owner: `parameter "${name}"`, place: origin }],
    );
}
