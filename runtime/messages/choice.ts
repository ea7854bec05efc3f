import { FUEL } from "../contract/fuel.ts";
import { describeShape } from "../contract/shape.ts";
import type { Check, Chooser, Entry, Fault, Group, ValuePlace } from "../contract/v1.ts";
import type { Part } from "./framing.ts";
import { createSteps } from "./likeness.ts";
import type { Likeness, Steps } from "./likeness.ts";
import { guess } from "./likely-message.ts";
import type { Suspect } from "./likely-message.ts";
import { pointerTokens } from "./pointer.ts";
import { correlationAt } from "./replies.ts";
import type { TopicMatcher } from "./topic.ts";
import { createTopicMatcher } from "./topic.ts";
import type { Tolerated } from "./verdict.ts";

/**
 * The messages that a part of a frame fits; none: `miss` says why. That takes a while, and another
 * group may have the part's message, so it is only found out when it is asked for.
 */
export interface Choice {
  readonly entries: readonly Entry[];
  readonly miss: () => Miss | null;
  readonly tolerated: readonly Tolerated[];
}

/**
 * Why a part fits none of a group's messages. `rank` says how far it came: 0 it could not be read,
 * 1 nothing tells what it is, 2 it was tried as one of several messages, 3 it is one known message
 * (or topic) and wrong.
 */
export interface Miss {
  readonly rank: 0 | 1 | 2 | 3;
  readonly fault: Fault;
  readonly entry: Entry | null;
  /** No message was meant: it is not read as messages are, names none, or has the tags of something else. */
  readonly isStranger: boolean;
  /** How far it is from the message that it was taken for; 0: it was not taken for one. */
  readonly distance: number;
}

/** What a part is that was held against no message's schema. */
export const NOT_TAKEN = { entry: null, isStranger: false, distance: 0 } as const;

/** Messages that answer the pending request with this correlation key; null: no request waits for it. */
export type ExpectedReplies = (key: string) => readonly string[] | null;

/** The checks of one flow, by message id. */
export type Checks = Readonly<Record<string, Check>>;

/** Chooses among the messages of one group. */
export type Choose = (part: Part, expected: ExpectedReplies) => Choice;

/** Where the correlation id of a message stands, by message id; null: it has none. */
export type CorrelationPlaces = (messageId: string) => readonly string[] | null;

/** What the messages of a group are chosen by. */
export interface ChooseOptions {
  readonly group: Group;
  readonly chooser: Chooser;
  readonly checks: Checks;
  readonly places: CorrelationPlaces;
  readonly likenessOf: LikenessOf;
}

/** How like a message, by id, a value is. */
export type LikenessOf = (messageId: string, value: unknown, steps: Steps) => Likeness;

/** Schemas and members that are looked at to say which message a refused part was meant to be. */
const MAX_STEPS = 20_000;
/** What each of them costs of the frame's allowance: all together, half of it. */
const STEP_UNITS = 40;

/** The chooser of a group: topic, pending request, discriminator, then the checks of the candidates. */
export function createChoose(options: ChooseOptions): Choose {
  const { group, chooser } = options;
  const topic = group.topic === null ? null : createTopicMatcher(group.topic);
  const narrow = createNarrowing(group, options.places);
  return (part, expected) => {
    const offTopic = topic === null ? null : missOfTopic(topic, part);
    if (offTopic !== null) return missed(offTopic);
    const chosen = chooser(part.value);
    const refused = isIndices(chosen) ? null : chosen;
    const candidates = isIndices(chosen) ? chosen.flatMap((at) => group.entries[at] ?? []) : [];
    const narrowed = narrow(part, candidates, expected);
    if ("rank" in narrowed) return missed(narrowed);
    const choice = checkAll(part, narrowed, options.checks);
    if (choice.entries.length > 0) return choice;
    const miss = (): Miss | null => {
      const others = narrow(part, group.entries, expected);
      const entries = [...narrowed, ...("rank" in others ? [] : others)];
      return missOf(part, { suspects: suspectsOf(part, entries, options), refused, group });
    };
    return { ...choice, miss };
  };
}

/** What is known of a part that fits no message. */
interface Missing {
  readonly suspects: readonly Suspect[];
  readonly refused: Fault | null;
  readonly group: Group;
}

function missOf(part: Part, { suspects, refused, group }: Missing): Miss | null {
  const guessed = guess(part.value, suspects, refused);
  if (guessed === null) {
    return refused && { ...NOT_TAKEN, rank: 1, fault: below(part, refused), isStranger: true };
  }
  const { fault, entry, isUnknown, isCertain, distance } = guessed;
  const rank = isUnknown ? 1 : group.topic !== null || isCertain ? 3 : 2;
  // A topic names its message, whatever stands in it.
  const isStranger = isUnknown || (guessed.isStranger && group.topic === null);
  return { rank, fault: below(part, fault), entry, isStranger, distance };
}

/** The messages, each once, as many as there is time to look at, the first in any case. */
function suspectsOf(
  part: Part,
  entries: readonly Entry[],
  { checks, likenessOf }: ChooseOptions,
): readonly Suspect[] {
  const { value } = part;
  const checkPlace = placeOf(part);
  const room = Math.min(MAX_STEPS, Math.max(0, Math.floor(FUEL.left / STEP_UNITS)));
  const steps = createSteps(room);
  const suspects = new Map<string, Suspect>();
  for (const entry of entries) {
    const { messageId } = entry;
    if (suspects.has(messageId)) continue;
    const likeness = likenessOf(messageId, value, steps);
    if (steps.left < 0 && suspects.size > 0) break;
    const check = ownCheck(checks, messageId);
    suspects.set(messageId, { entry, likeness, fault: () => check(value, undefined, checkPlace) });
  }
  FUEL.left -= (room - steps.left) * STEP_UNITS;
  return [...suspects.values()];
}

/**
 * The better of two misses: the one that came further, then the nearer, the deeper, the first. It is a stranger's only
 * if the other one is, too.
 */
export function betterMiss(first: Miss | null, second: Miss | null): Miss | null {
  if (first === null || second === null) return first ?? second;
  const better = furtherMiss(first, second);
  return { ...better, isStranger: first.isStranger && second.isStranger };
}

function furtherMiss(first: Miss, second: Miss): Miss {
  if (second.rank > first.rank) return second;
  if (second.rank < first.rank) return first;
  const nearer = first.distance * second.distance === 0 ? 0 : first.distance - second.distance;
  if (nearer !== 0) return nearer > 0 ? second : first;
  return depthOf(second) > depthOf(first) ? second : first;
}

type Narrow = (
  part: Part,
  candidates: readonly Entry[],
  expected: ExpectedReplies,
) => readonly Entry[] | Miss;

/** A message whose correlation id is waited for can only be one of that request's replies, or no reply at all. */
function createNarrowing(group: Group, places: CorrelationPlaces): Narrow {
  const replies = group.entries.filter((entry) => entry.replyTo !== null);
  if (replies.length === 0) return (_part, candidates) => candidates;
  return (part, candidates, expected) => {
    const wanted = wantedReplies(part, candidates, places, expected);
    if (wanted === null) return candidates;
    const fitting = candidates.filter((entry) => wanted.includes(entry.messageId));
    if (fitting.length > 0) return fitting;
    const others = candidates.filter((entry) => entry.replyTo === null);
    const [first] = candidates;
    if (others.length > 0 || first === undefined) return others;
    return { ...NOT_TAKEN, rank: 3, fault: wrongReply(part, first, wanted), entry: first };
  };
}

function wantedReplies(
  part: Part,
  candidates: readonly Entry[],
  places: CorrelationPlaces,
  expected: ExpectedReplies,
): readonly string[] | null {
  for (const entry of candidates) {
    const place = entry.replyTo === null ? null : places(entry.messageId);
    const key = place === null ? null : correlationAt(part.value, place);
    const wanted = key === null ? null : expected(key);
    if (wanted !== null) return wanted;
  }
  return null;
}

const NO_MISS = (): null => null;

function checkAll(part: Part, candidates: readonly Entry[], checks: Checks): Choice {
  const entries: Entry[] = [];
  const tolerated: Tolerated[] = [];
  const place = placeOf(part);
  for (const entry of candidates) {
    let hasWrongFormat = false;
    const noteFormat = (): void => {
      hasWrongFormat = true;
    };
    const fault = ownCheck(checks, entry.messageId)(part.value, noteFormat, place);
    if (fault !== null) continue;
    entries.push(entry);
    if (hasWrongFormat) tolerated.push({ what: "format", messageId: entry.messageId });
  }
  return { entries, miss: NO_MISS, tolerated };
}

/** Only a message that is a number has no object or list of its own by which its exact text is known. */
function placeOf({ value, place: { container, key } }: Part): ValuePlace | undefined {
  return typeof value === "number" ? { parentData: container, parentDataProperty: key } : undefined;
}

function ownCheck(checks: Checks, messageId: string): Check {
  const check = Object.hasOwn(checks, messageId) ? checks[messageId] : undefined;
  // A build without the check of a message it lists is broken: nothing may pass for lack of one.
  if (check === undefined) throw new Error(`no check was compiled for message "${messageId}"`);
  return check;
}

function missOfTopic(topic: TopicMatcher, part: Part): Miss | null {
  const match = topic(part.whole);
  if (match === "match") return null;
  const isOther = "other" in match;
  const fault = isOther ? match.other : match.fault;
  const pointer = part.wholeAt + fault.pointer;
  return { ...NOT_TAKEN, rank: isOther ? 1 : 3, fault: { ...fault, pointer }, isStranger: isOther };
}

function wrongReply(part: Part, entry: Entry, wanted: readonly string[]): Fault {
  const expected = `a reply ${wanted.map((id) => `"${id}"`).join(", ")}`;
  const found = `${describeShape(part.value)} that is "${entry.messageId}"`;
  return { pointer: part.at, found, expected, keyword: "reply" };
}

function below(part: Part, fault: Fault): Fault {
  return part.at === "" ? fault : { ...fault, pointer: part.at + fault.pointer };
}

function missed(miss: Miss): Choice {
  return { entries: [], miss: () => miss, tolerated: [] };
}

function isIndices(chosen: readonly number[] | Fault): chosen is readonly number[] {
  return Array.isArray(chosen);
}

function depthOf(miss: Miss): number {
  return pointerTokens(miss.fault.pointer).length;
}
