import { patternFindings, patternsOf } from "../../checks/diagnose-patterns.ts";
import type { PlacedPattern } from "../../checks/diagnose-patterns.ts";
import type { Diagnostic } from "../../diagnostics.ts";
import type { ApiModel } from "../../model/api.ts";

/** What is to be said of the patterns of a model's schemas and handshake parameters. */
export function modelPatternFindings(model: ApiModel): readonly Diagnostic[] {
  return patternFindings([...schemaPatterns(model), ...parameterPatterns(model)]);
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
