/** Keywords that count items. */
const COUNTING = ["contains", "minContains", "maxContains"];

/**
 * A schema whose `contains` stands in an `allOf` where it has `prefixItems` too: of a list without items ajv, told to
 * stop at the first fault, looks at nothing that follows `prefixItems`, so that the list would pass.
 */
export function containsApart(schema: { [keyword: string]: unknown }): {
  [keyword: string]: unknown;
} {
  if (schema["prefixItems"] === undefined || schema["contains"] === undefined) {
    return schema;
  }
  const counts = ([keyword]: [string, unknown]): boolean => COUNTING.includes(keyword);
  const all: readonly unknown[] = Array.isArray(schema["allOf"]) ? schema["allOf"] : [];
  const members = Object.entries(schema);
  return {
    ...Object.fromEntries(members.filter((member) => !counts(member))),
    allOf: [...all, Object.fromEntries(members.filter(counts))],
  };
}
