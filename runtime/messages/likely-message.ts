/**
 * Which message was meant by a value that fits none? First counts what the value says of itself: a
 * tag, which is a value that one message lists for its place and another does not. Then how little
 * is wrong, then how much is right. Where messages are equally likely, the answer is what they have
 * in common: the place of the tag, or the members of which one is missing.
 */
import { faultOfMissing, fault as faultOfNone } from "../contract/choice.ts";
import type { Entry, Fault } from "../contract/v1.ts";
import type { Tag } from "./evidence.ts";
import type { Likeness } from "./likeness.ts";
import { faultOfMeant } from "./meant-alternative.ts";
import { pointerTokens } from "./pointer.ts";
import { tagPlace } from "./tag-place.ts";
import type { TagPlace } from "./tag-place.ts";

/** A message that refuses a value, and how like it the value is. */
export interface Suspect {
  readonly entry: Entry;
  readonly likeness: Likeness;
  /** What its check says: only asked where it matters, for a check may take long on a big value. */
  readonly fault: () => Fault | null;
}

/** What is wrong with a value that fits no message. */
export interface Guess {
  readonly fault: Fault;
  /** The message that was meant; null: that can't be said. */
  readonly entry: Entry | null;
  /** Nothing tells what the value is. */
  readonly isUnknown: boolean;
  /** Its tags say so, or there is no other message. */
  readonly isCertain: boolean;
  /** There is no other message, and the value's tags say that it is not this one. */
  readonly isStranger: boolean;
  /** How far the value is from that message: smaller is nearer. */
  readonly distance: number;
}

/** Checks that are asked for a fault where messages are equally likely. */
const MAX_ASKED = 8;

interface Ranked {
  readonly suspect: Suspect;
  /** Tags that are this message's and not another's, less those where it is the reverse. */
  readonly claim: number;
  readonly distance: number;
  /** 1: where its tag should be is a value that is nobody's. */
  readonly strangeTag: 0 | 1;
}

/** A message and its fault. */
interface Blamed {
  readonly entry: Entry;
  readonly fault: Fault;
  readonly ranked: Ranked;
}

/**
 * Guesses among `suspects`, one for each message; null: none of them refuses the value. `refused` is
 * the chooser's fault, where no message admits what stands at the place that it looked at.
 */
export function guess(
  value: unknown,
  suspects: readonly Suspect[],
  refused: Fault | null,
): Guess | null {
  const ranked = rank(suspects);
  const equals = blame(value, ranked);
  const best = deepest(equals);
  if (best === undefined) return null;
  const { entry, fault } = best;
  const { claim, distance, suspect } = best.ranked;
  const peers = ranked.filter((other) => other.claim === claim);
  const isCertain = ranked.length === 1 || (claim > 0 && peers.length === 1);
  const known: Guess = { fault, entry, isUnknown: false, isCertain, isStranger: false, distance };
  const unknown = (of: Fault): Guess => ({ ...known, fault: of, entry: null, isUnknown: true });
  if (ranked.length === 1) {
    return {
      ...known,
      fault: constFault(value, suspect) ?? fault,
      isStranger: hasStrangeTag(suspect),
    };
  }
  if (isCertain) return known;
  // A tag that is wrong for every message says more than what each of them misses.
  if (refused !== null && isWrongForAll(refused.pointer, suspects)) return unknown(refused);
  const faults = equals.map((one) => one.fault);
  const missing = missingFault(value, faults);
  if (missing !== null) return unknown(missing);
  if (refused !== null && refused.pointer === fault.pointer) return unknown(refused);
  const strange = tagFault(
    value,
    fault.pointer,
    peers.map((peer) => peer.suspect),
  );
  if (strange !== null) return unknown(strange);
  const isLost = hasSeveralPlaces(faults) || suspect.likeness.fits === 0;
  return refused !== null && isLost ? unknown(refused) : known;
}

function isWrongForAll(pointer: string, suspects: readonly Suspect[]): boolean {
  return suspects.every(({ likeness }) => likeness.tags.get(pointer)?.holds === "other");
}

/** A member that must have one certain value has another: the only message there is was hardly meant. */
function constFault(value: unknown, { likeness }: Suspect): Fault | null {
  for (const [pointer, { values, holds }] of likeness.tags) {
    if (values.length === 1 && holds === "other") {
      return faultOfNone(value, pointer, { kinds: [], values });
    }
  }
  return null;
}

/** The same in all messages of that protocol, so that it names none of them (JSON-RPC 2.0 section 4). */
const NAMELESS: ReadonlySet<string> = new Set(["/jsonrpc"]);

/**
 * Members that must have one certain text or number, as a message's name is declared, and of which the value has
 * others. If one of them is as it must be, the message is meant and something else of it is wrong.
 */
function hasStrangeTag({ likeness }: Suspect): boolean {
  const held = [...likeness.tags].filter(([pointer, { values, holds }]) => {
    const isName = typeof values[0] === "string" || typeof values[0] === "number";
    return values.length === 1 && isName && holds !== "nothing" && !NAMELESS.has(pointer);
  });
  return held.length > 0 && held.every(([, { holds }]) => holds === "other");
}

/** The likeliest message that refuses, and those that are as likely. */
function blame(value: unknown, suspects: readonly Ranked[]): readonly Blamed[] {
  const blamed: Blamed[] = [];
  for (const ranked of suspects) {
    const [first] = blamed;
    const isEqual = first === undefined || compare(first.ranked, ranked) === 0;
    if (!isEqual || blamed.length === MAX_ASKED) break;
    const { entry, likeness } = ranked.suspect;
    const fault = ranked.suspect.fault();
    if (fault === null) continue;
    const meant = faultOfMeant(value, fault, likeness);
    blamed.push({ entry, fault: meant, ranked });
  }
  return blamed;
}

/** The likeliest first. */
function rank(suspects: readonly Suspect[]): readonly Ranked[] {
  const places = placesOf(suspects);
  const ranked = suspects.map((suspect): Ranked => {
    const { tags } = suspect.likeness;
    let claim = 0;
    let strangeTag: Ranked["strangeTag"] = 0;
    for (const [pointer, tag] of tags) {
      const place = places.get(pointer);
      if (place === undefined || !place.hasOther || tag.holds === "nothing") continue;
      if (place.hasOne) claim += tag.holds === "one" ? 1 : -1;
      else if (place.tellsApart(tag)) strangeTag = 1;
    }
    // A check that refuses has found a fault, even if none was seen here.
    const distance = Math.max(suspect.likeness.distance, 1);
    return { suspect, claim, distance, strangeTag };
  });
  return ranked.toSorted(compare);
}

/** Negative: the left message is likelier. */
function compare(left: Ranked, right: Ranked): number {
  return (
    right.claim - left.claim ||
    left.distance - right.distance ||
    right.strangeTag - left.strangeTag ||
    right.suspect.likeness.fits - left.suspect.likeness.fits
  );
}

function placesOf(suspects: readonly Suspect[]): ReadonlyMap<string, TagPlace> {
  const tags = new Map<string, Tag[]>();
  for (const { likeness } of suspects) {
    for (const [pointer, tag] of likeness.tags) {
      const there = tags.get(pointer) ?? [];
      tags.set(pointer, there);
      there.push(tag);
    }
  }
  return new Map([...tags].map(([pointer, there]) => [pointer, tagPlace(there)] as const));
}

/** The fault of a value whose tag is nobody's: all that the messages list for it. */
function tagFault(value: unknown, pointer: string, peers: readonly Suspect[]): Fault | null {
  const tags = peers.flatMap(({ likeness }) => likeness.tags.get(pointer) ?? []);
  const [first] = tags;
  const { hasOne, tellsApart, values } = tagPlace(tags);
  return first === undefined || hasOne || !tellsApart(first)
    ? null
    : faultOfNone(value, pointer, { kinds: [], values: values() });
}

/** One fault for messages that each miss another member of one object. */
function missingFault(value: unknown, faults: readonly Fault[]): Fault | null {
  const parents = new Set(faults.map(({ pointer }) => pointer.slice(0, pointer.lastIndexOf("/"))));
  const [parent] = parents;
  const isMissing = faults.every(({ keyword }) => keyword === "required");
  if (parent === undefined || parents.size > 1 || !isMissing || !hasSeveralPlaces(faults)) {
    return null;
  }
  const names = faults.map(({ pointer }) => pointerTokens(pointer).at(-1) ?? "");
  return faultOfMissing(value, parent, names.toSorted());
}

function hasSeveralPlaces(faults: readonly Fault[]): boolean {
  return new Set(faults.map(({ pointer }) => pointer)).size > 1;
}

/** The first of those whose faults point deepest. */
function deepest(blamed: readonly Blamed[]): Blamed | undefined {
  const depths = blamed.map(({ fault }) => pointerTokens(fault.pointer).length);
  return blamed[depths.indexOf(Math.max(...depths))];
}
