import { describeShape } from "../contract/shape.ts";
import type { Check, Chooser, Entry, Fault, Group } from "../contract/v1.ts";
import type { Part } from "./framing.ts";
import { pointerTokens } from "./pointer.ts";
import { correlationAt } from "./replies.ts";
import type { TopicMatcher } from "./topic.ts";
import { createTopicMatcher } from "./topic.ts";
import type { Tolerated } from "./verdict.ts";

/** The messages that a part of a frame fits; none: `miss` says why. */
export interface Choice {
  readonly entries: readonly Entry[];
  readonly miss: Miss | null;
  readonly tolerated: readonly Tolerated[];
}

/**
 * Why a part fits none of a group's messages. `rank` says how far it came: 0 it could not be read, 1 nothing tells what it is,
 * 2 it was tried as one of several messages, 3 it is one known message (or topic) and wrong.
 */
export interface Miss {
  readonly rank: 0 | 1 | 2 | 3;
  readonly fault: Fault;
  readonly entry: Entry | null;
}

/** Messages that answer the pending request with this correlation key; null: no request waits for it. */
export type ExpectedReplies = (key: string) => readonly string[] | null;

/** The checks of one flow, by message id. */
export type Checks = Readonly<Record<string, Check>>;

/** Chooses among the messages of one group. */
export type Choose = (part: Part, expected: ExpectedReplies) => Choice;

/** Where the correlation id of a message stands, by message id; null: it has none. */
export type CorrelationPlaces = (messageId: string) => readonly string[] | null;

/** The chooser of a group: topic, pending request, discriminator, then the checks of the candidates. */
export function createChoose(
  group: Group,
  chooser: Chooser,
  checks: Checks,
  places: CorrelationPlaces,
): Choose {
  const topic = group.topic === null ? null : createTopicMatcher(group.topic);
  const narrow = createNarrowing(group, places);
  return (part, expected) => {
    const offTopic = topic === null ? null : missOfTopic(topic, part);
    if (offTopic !== null) return missed(offTopic);
    const chosen = chooser(part.value);
    if (!isIndices(chosen)) return missed({ rank: 1, fault: below(part, chosen), entry: null });
    const candidates = chosen.flatMap((index) => group.entries[index] ?? []);
    const narrowed = narrow(part, candidates, expected);
    if ("rank" in narrowed) return missed(narrowed);
    const isKnown = topic !== null || candidates.length < group.entries.length;
    return checkAll(part, narrowed, checks, isKnown || narrowed.length === 1 ? 3 : 2);
  };
}

/** The better of two misses: the one that came further, then the one that points deeper, then the first. */
export function betterMiss(first: Miss | null, second: Miss): Miss {
  if (first === null || second.rank > first.rank) return second;
  if (second.rank < first.rank) return first;
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
    return { rank: 3, fault: wrongReply(part, first, wanted), entry: first };
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

function checkAll(
  part: Part,
  candidates: readonly Entry[],
  checks: Checks,
  rank: Miss["rank"],
): Choice {
  const entries: Entry[] = [];
  const tolerated: Tolerated[] = [];
  let miss: Miss | null = null;
  for (const entry of candidates) {
    let hasWrongFormat = false;
    const fault = ownCheck(checks, entry.messageId)(part.value, () => {
      hasWrongFormat = true;
    });
    if (fault === null) {
      entries.push(entry);
      if (hasWrongFormat) tolerated.push({ what: "format", messageId: entry.messageId });
    } else {
      miss = betterMiss(miss, { rank, fault: below(part, fault), entry });
    }
  }
  return { entries, miss: entries.length > 0 ? null : miss, tolerated };
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
  return { rank: isOther ? 1 : 3, fault: { ...fault, pointer }, entry: null };
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
  return { entries: [], miss, tolerated: [] };
}

function isIndices(chosen: readonly number[] | Fault): chosen is readonly number[] {
  return Array.isArray(chosen);
}

function depthOf(miss: Miss): number {
  return pointerTokens(miss.fault.pointer).length;
}
