import type { IncomingEntry, Likely } from "./contract.ts";
import type { Fault } from "./fault.ts";
import { valueAt } from "./pointer.ts";

/** What a message says of itself: at these pointers one of these values; these members, and those it must have. */
export type Traits = readonly [
  tags: Readonly<Record<string, readonly unknown[]>>,
  members: readonly string[],
  required: readonly string[],
];

/** As many messages that are equally likely are asked what is wrong. */
const MAX_ASKED = 8;

/**
 * Which message was meant by a value that is none: the one with most of the tags that some message has, then the one
 * from which least differs, then the one of which most is there; of several the one whose fault is deepest. It is
 * strange where the value has a tag that is nobody's, or nothing of any. `traits` are by the messages' names.
 */
export function likely(traits: Readonly<Record<string, Traits>>): Likely {
  return (payload, entries) => {
    const { likeliest, isStrange } = ranked(traits, payload, entries);
    const found = likeliest.slice(0, MAX_ASKED).flatMap((entry) => {
      const fault = entry.check?.(payload, false) ?? null;
      return fault === null ? [] : [{ entry, payload, fault }];
    });
    const depth = ({ fault }: { readonly fault: Fault }): number => fault.pointer.split("/").length;
    const [meant = null] = found.toSorted((a, b) => depth(b) - depth(a));
    const places = new Set(found.map(({ fault }) => fault.pointer));
    return { meant, isStrange, isSure: !isStrange && places.size === 1 };
  };
}

function ranked(
  traits: Readonly<Record<string, Traits>>,
  value: unknown,
  entries: readonly IncomingEntry[],
): { readonly likeliest: readonly IncomingEntry[]; readonly isStrange: boolean } {
  const known = entries.flatMap((entry) => {
    const own = traits[entry.name];
    return own === undefined ? [] : [{ entry, own }];
  });
  const tags = known.map(({ own }) => own[0]);
  const places = placesOf(value, tags);
  const all = known
    .map(({ entry, own }) => ({ entry, ...compared(value, own, places) }))
    .sort(byLikeness);
  const [best] = all;
  const hasForeignTag = [...places.values()].some(
    ({ count, isHit }) => count === known.length && !isHit,
  );
  return {
    likeliest: all.flatMap((one) =>
      best !== undefined && byLikeness(best, one) === 0 ? [one.entry] : [],
    ),
    isStrange: hasForeignTag || best === undefined || best.fits === 0,
  };
}

/** A place where the value has something and messages list what they have. */
interface Place {
  readonly found: unknown;
  /** Messages that list values for it. */
  readonly count: number;
  /** One of them has what the value has. */
  readonly isHit: boolean;
}

function placesOf(value: unknown, all: readonly Traits[0][]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const [pointer, values] of all.flatMap((tags) => Object.entries(tags))) {
    const found = valueAt(value, pointer);
    if (found !== undefined) {
      const { count, isHit } = places.get(pointer) ?? { count: 0, isHit: false };
      places.set(pointer, { found, count: count + 1, isHit: isHit || values.includes(found) });
    }
  }
  return places;
}

/** Items of a list that are looked at. */
const MAX_ITEMS = 64;

interface Likeness {
  readonly claim: number;
  readonly distance: number;
  readonly fits: number;
}

function byLikeness(a: Likeness, b: Likeness): number {
  return b.claim - a.claim || a.distance - b.distance || b.fits - a.fits;
}

function compared(
  value: unknown,
  [tags, members, required]: Traits,
  places: ReadonlyMap<string, Place>,
): Likeness {
  const object = typeof value === "object" && value !== null ? value : {};
  const keys = Object.keys(Array.isArray(object) ? object.slice(0, MAX_ITEMS) : object);
  const fits = keys.filter((key) => members.includes(key)).length;
  const missing = required.filter((key) => !Object.hasOwn(object, key)).length;
  let claim = 0;
  let distance = keys.length - fits + missing;
  for (const [pointer, values] of Object.entries(tags)) {
    const place = places.get(pointer);
    const isOwn = values.includes(place?.found);
    if (place?.isHit === true) claim += isOwn ? 1 : -1;
    else if (place !== undefined) distance += 1;
  }
  return { claim, distance, fits };
}
