import type { Prepared } from "../prepare.ts";
import { isRecord } from "../record.ts";

/** Keywords of which a check may look at one value several times. */
const AGAIN = new Set(
  "allOf anyOf oneOf not if dependentSchemas contains patternProperties unevaluatedItems unevaluatedProperties".split(
    " ",
  ),
);
/** More calls than this for one value that is no object or array are counted. */
const MAX_CALLS = 10_000;

/** What is known of a definition for the counting of its work. */
interface Traits {
  readonly references: readonly string[];
  readonly looksAgain: boolean;
}

/**
 * Whether checks of these definitions must count what they cost: some schema that is part of itself looks at a value
 * several times, which doubles with each level of the value, or many references lead to many.
 */
export function needsFuel({ definitions }: Prepared): boolean {
  const traits = new Map(
    Object.entries(definitions).map(([name, schema]) => [name, traitsOf(schema)] as const),
  );
  const calls = new Map<string, number>();
  const open = new Set<string>();
  const count = (name: string): number => {
    const known = calls.get(name);
    if (known !== undefined) {
      return known;
    }
    if (open.has(name)) {
      return isCircleAgain(name, traits) ? Infinity : 1;
    }
    open.add(name);
    const { references } = traits.get(name) ?? { references: [] };
    const sum = references.reduce((total, target) => total + count(target), 1);
    open.delete(name);
    calls.set(name, sum);
    return sum;
  };
  return Object.keys(definitions).some((name) => count(name) > MAX_CALLS);
}

/** Whether a definition that is part of itself looks at values again somewhere on the way back to itself. */
function isCircleAgain(name: string, traits: ReadonlyMap<string, Traits>): boolean {
  const reached = reachable(name, traits);
  return [...reached].some(
    (other) => traits.get(other)?.looksAgain === true && reachable(other, traits).has(name),
  );
}

function reachable(name: string, traits: ReadonlyMap<string, Traits>): ReadonlySet<string> {
  const reached = new Set([name]);
  for (const each of reached) {
    for (const target of traits.get(each)?.references ?? []) {
      reached.add(target); // a Set hands out what is added while it is walked
    }
  }
  return reached;
}

function traitsOf(schema: unknown): Traits {
  const references: string[] = [];
  let looksAgain = false;
  const walk = (part: unknown): void => {
    if (Array.isArray(part)) {
      part.forEach(walk);
    } else if (isRecord(part)) {
      const { $ref: reference } = part;
      if (typeof reference === "string") references.push(reference);
      const keywords = Object.keys(part).filter((keyword) => !keyword.startsWith("x-"));
      looksAgain ||= typeof reference === "string" && keywords.length > 1;
      for (const keyword of keywords) {
        looksAgain ||= AGAIN.has(keyword);
        walk(part[keyword]);
      }
    }
  };
  walk(schema);
  return { references, looksAgain };
}
