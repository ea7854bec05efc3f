/**
 * Finds schemas that ask a value the same question again and again. A schema may refer to itself from a
 * property or an item, because values end; one that applies itself to the very same value never comes to
 * an answer (JSON Schema 2020-12 Core, section 9.4.1), and one that applies another twice, which applies
 * a third twice, and so on, takes exponential time for the shortest frame.
 */
import type { JsonSchema } from "../../model/api.ts";

/** Schemas that one value may be put to by one message; `2^14`: about 4 ms for a value that fits none. */
export const MAX_APPLIED = 16_384;

/** What is wrong with a definition's way of applying others to the same value. */
export type Repetition = "endless" | "costly";

/**
 * Definitions without a bearable end, by name. Of schemas that are costly because of one another only
 * those are named that exceed the limit by themselves: what is above them is fine without them.
 */
export function repetitionsAmong(
  names: readonly string[],
  schemas: ReadonlyMap<string, JsonSchema>,
): ReadonlyMap<string, Repetition> {
  const uses = new Map(names.map((name) => [name, appliedBy(schemas.get(name))]));
  const order = innermostFirst(uses);
  const found = new Map<string, Repetition>();
  const known = new Set(order);
  const open = new Map([...uses].filter(([name]) => !known.has(name)));
  for (const name of onCircles(open)) found.set(name, "endless");
  const costs = new Map<string, number>();
  for (const name of order) {
    const cost = (uses.get(name) ?? NOTHING_APPLIED).references.reduce(
      (sum, other) => sum + (costs.get(other) ?? 1),
      uses.get(name)?.inline ?? 1,
    );
    if (cost > MAX_APPLIED) found.set(name, "costly");
    costs.set(name, cost > MAX_APPLIED ? 1 : cost);
  }
  return found;
}

/** What a schema puts the same value to: its own parts, counted, and definitions, as often as named. */
interface Applied {
  readonly inline: number;
  readonly references: readonly string[];
}

const NOTHING_APPLIED: Applied = { inline: 1, references: [] };
const PREFIX = "#/$defs/";

function appliedBy(schema: unknown): Applied {
  const references: string[] = [];
  let inline = 0;
  const pending = [schema];
  while (pending.length > 0) {
    const part = pending.pop();
    inline += 1;
    if (typeof part !== "object" || part === null) continue;
    for (const [keyword, value] of Object.entries(part)) {
      if (keyword === "$ref" && typeof value === "string")
        references.push(value.slice(PREFIX.length));
      else pending.push(...partsOf(keyword, value));
    }
  }
  return { inline, references };
}

/** The schemas in a keyword's value that are applied to the same value as the schema itself. */
function partsOf(keyword: string, value: unknown): readonly unknown[] {
  switch (keyword) {
    case "allOf":
    case "anyOf":
    case "oneOf":
      return Array.isArray(value) ? value : [];
    case "not":
    case "if":
    case "then":
    case "else":
      return [value];
    case "dependentSchemas":
      return typeof value === "object" && value !== null ? Object.values(value) : [];
    default:
      return [];
  }
}

/** Names, each behind all that it uses; what is on a circle, or uses what is, is not among them. */
function innermostFirst(uses: ReadonlyMap<string, Applied>): readonly string[] {
  const users = new Map<string, string[]>();
  const waiting = new Map<string, number>();
  for (const [name, { references }] of uses) {
    const others = new Set(references.filter((other) => uses.has(other)));
    waiting.set(name, others.size);
    for (const other of others) users.set(other, [...(users.get(other) ?? []), name]);
  }
  const order = [...uses.keys()].filter((name) => waiting.get(name) === 0);
  // The list grows while it is walked: a name is added when the last thing it waits for is in it.
  for (const name of order) {
    for (const user of users.get(name) ?? []) {
      const left = (waiting.get(user) ?? 0) - 1;
      waiting.set(user, left);
      if (left === 0) order.push(user);
    }
  }
  return order;
}

/** Of names that all lead to a circle, those that something on a circle leads to. */
function onCircles(open: ReadonlyMap<string, Applied>): readonly string[] {
  const turned = new Map([...open.keys()].map((name): [string, string[]] => [name, []]));
  for (const [name, { references }] of open) {
    for (const other of references) turned.get(other)?.push(name);
  }
  const asApplied = [...turned].map(([name, references]): [string, Applied] => [
    name,
    { inline: 1, references },
  ]);
  const outside = new Set(innermostFirst(new Map(asApplied)));
  return [...open.keys()].filter((name) => !outside.has(name));
}
