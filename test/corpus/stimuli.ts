import { generateSync } from "json-schema-faker";
import type { Flow, RawMessage } from "./raw-api.ts";
import type { Oracle } from "./oracle.ts";
import { selfContained } from "./self-contained.ts";

/**
 * Values that plain ajv accepts for a message: its examples, else generated ones by json-schema-faker,
 * else those of `others` (samples from anywhere) that fit.
 */
export function validValues(
  message: RawMessage,
  direction: Flow,
  oracle: Oracle,
  others: readonly unknown[],
): unknown[] {
  const accepted = (value: unknown): boolean => oracle.accepts(message, direction, value);
  const written = message.examples.filter(accepted);
  if (written.length > 0 || message.schema === null) {
    return message.schema === null ? [{ any: "thing" }] : written.slice(0, 3);
  }
  const schema = selfContained(message.schema);
  const generated = [1, 2, 3, 4, 5, 6].flatMap((seed) => generate(schema, seed));
  const fitting = generated.filter(accepted);
  return (fitting.length > 0 ? fitting : others.filter(accepted)).slice(0, 2);
}

function generate(schema: object, seed: number): unknown[] {
  try {
    const optionalsProbability = seed === 1 ? 1 : seed / 8;
    const options = { seed, optionalsProbability, maxDepth: 6, maxItems: 2 };
    return [JSON.parse(JSON.stringify(generateSync({ ...schema }, options) ?? null))];
  } catch {
    return [];
  }
}
