import { isRecord } from "./raw-document.ts";

/** A value with a single fault, and where the fault is. */
export interface Mutation {
  readonly value: unknown;
  /** JSON pointer of what was changed. */
  readonly pointer: string;
  readonly what: string;
}

/** Every single-fault neighbour of a JSON value, shallow places first, at most `limit`. */
export function mutationsOf(value: unknown, limit: number): Mutation[] {
  const places = placesIn(value).slice(0, 40);
  const found = places.flatMap((place) => faultsAt(place));
  return spread(found, limit).map(({ keys, change, what }) => ({
    value: change === REMOVED ? without(value, keys) : withValue(value, keys, change),
    pointer: keys.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""),
    what,
  }));
}

const REMOVED = Symbol("removed");
interface Place {
  readonly keys: readonly string[];
  readonly value: unknown;
}
interface Fault {
  readonly keys: readonly string[];
  readonly change: unknown;
  readonly what: string;
}

/** Breadth first, so that a short list still touches the top of the message. */
function placesIn(root: unknown): Place[] {
  const places: Place[] = [{ keys: [], value: root }];
  for (let at = 0; at < places.length && places.length < 200; at += 1) {
    const place = places[at];
    if (place !== undefined && typeof place.value === "object" && place.value !== null) {
      for (const [key, value] of Object.entries(place.value)) {
        places.push({ keys: [...place.keys, key], value });
      }
    }
  }
  return places;
}

function faultsAt({ keys, value }: Place): Fault[] {
  const faults: Fault[] = [{ keys, change: otherType(value), what: "another type" }];
  if (keys.length > 0) {
    faults.push({ keys, change: REMOVED, what: "removed" });
  }
  if (typeof value === "string") {
    faults.push({ keys, change: `${value}~`, what: "another text" });
    faults.push({ keys, change: "", what: "an empty text" });
    faults.push({ keys, change: value + "~".repeat(5000), what: "a long text" });
  }
  if (typeof value === "number") {
    faults.push({ keys, change: value + 0.5, what: "a fraction" });
    faults.push({ keys, change: -1e15, what: "far below" });
    faults.push({ keys, change: 1e15, what: "far above" });
  }
  if (Array.isArray(value)) {
    faults.push({ keys, change: [], what: "an empty list" });
    faults.push({ keys, change: Array(500).fill(value[0] ?? null), what: "a long list" });
    faults.push({ keys: [...keys, `${value.length}`], change: { odd: true }, what: "an odd item" });
  }
  if (isRecord(value)) {
    faults.push({ keys: [...keys, "undeclared~member"], change: 1, what: "an undeclared member" });
  }
  return faults;
}

function otherType(value: unknown): unknown {
  if (typeof value === "string") {
    return 12_345;
  }
  return typeof value === "number" || typeof value === "boolean" ? { was: "scalar" } : "a text";
}

/** Evenly over the whole list, so that deep places get their share. */
function spread<T>(items: readonly T[], limit: number): T[] {
  const step = Math.max(1, items.length / limit);
  return Array.from({ length: Math.min(limit, items.length) }, (_, index) => {
    const item = items[Math.floor(index * step)];
    return item === undefined ? [] : [item];
  }).flat();
}

function withValue(root: unknown, keys: readonly string[], change: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) {
    return change;
  }
  if (Array.isArray(root)) {
    const copy: unknown[] = [...root];
    copy[Number(key)] = withValue(root[Number(key)], rest, change);
    return copy;
  }
  return isRecord(root) ? { ...root, [key]: withValue(root[key], rest, change) } : root;
}

function without(root: unknown, keys: readonly string[]): unknown {
  const [key, ...rest] = keys;
  if (Array.isArray(root)) {
    return rest.length === 0
      ? root.filter((_, index) => index !== Number(key))
      : root.map((item, index) => (index === Number(key) ? without(item, rest) : item));
  }
  if (!isRecord(root) || key === undefined) {
    return root;
  }
  const entries = Object.entries(root);
  return Object.fromEntries(
    rest.length === 0
      ? entries.filter(([name]) => name !== key)
      : entries.map(([name, item]) => [name, name === key ? without(item, rest) : item]),
  );
}
