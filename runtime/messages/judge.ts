/**
 * What the document says about a frame: bytes and frame kind in, verdict out. Pure and synchronous; everything that
 * can be prepared is prepared once for a route, by `createJudge`. Who is answered, dropped or closed is the relay's.
 */
import type {
  ApiModuleV1,
  Chooser,
  Entry,
  Flow,
  FlowPlan,
  Framing,
  Group,
} from "../contract/v1.ts";
import { beginFrame, endFrame, FUEL } from "../contract/fuel.ts";
import type { FrameKind } from "../frames/leg.ts";
import type {
  Checks,
  Choice,
  Choose,
  ChooseOptions,
  CorrelationPlaces,
  ExpectedReplies,
  LikenessOf,
  Miss,
} from "./choice.ts";
import { betterMiss, createChoose, NOT_TAKEN } from "./choice.ts";
import type { PayloadCodec } from "./decode.ts";
import { createJsonCodec, GUARDED } from "./decode.ts";
import type { Part, Unframe } from "./framing.ts";
import { createUnframe } from "./framing.ts";
import { createMeasure } from "./likeness.ts";
import { pointerTokens } from "./pointer.ts";
import { correlationAt } from "./replies.ts";
import type { Accepted, Item, Refused, Verdict } from "./verdict.ts";
import { invalid, unknown, wrongKind } from "./verdict.ts";

/** The decoder and encoder of a message that is not JSON. */
export type Codecs = (messageId: string) => PayloadCodec;

/** Judges one frame; `expected` says which replies the peer of this connection waits for. */
export type Judge = (kind: FrameKind, bytes: Uint8Array, expected?: ExpectedReplies) => Verdict;

/** What a judge is made of. */
export interface JudgeOptions {
  readonly module: ApiModuleV1;
  readonly codecs: Codecs;
  readonly flow: Flow;
  readonly plan: FlowPlan;
}

/** Groups whose frames are taken apart in the same way, so that a frame is decoded once for all of them. */
interface Reading {
  readonly frame: FrameKind;
  readonly unframe: Unframe;
  readonly chooses: readonly Choose[];
  readonly places: CorrelationPlaces;
}

/** One reading's answer. */
type Result = Accepted | { readonly kind: "missed"; readonly miss: () => Miss | null };

const NOBODY_WAITS: ExpectedReplies = () => null;
const ANYTHING: Accepted = { kind: "accepted", items: [], tolerated: [] };

/** The judge of one flow on one route. */
export function createJudge(options: JudgeOptions): Judge {
  const { plan } = options;
  const readings = createReadings(options);
  const byKind: Readonly<Record<FrameKind, readonly Reading[]>> = {
    text: readings.filter((reading) => reading.frame === "text"),
    binary: readings.filter((reading) => reading.frame === "binary"),
  };
  const judge: Judge = (kind, bytes, expected = NOBODY_WAITS) => {
    const verdict = judgeBy(byKind[kind], bytes, expected);
    if (verdict.kind === "accepted") return verdict;
    if (plan.anything) return ANYTHING;
    if (byKind[kind].length === 0) return undeclaredKind(kind, readings.length > 0);
    return refusalOf(verdict.miss());
  };
  return (kind, bytes, expected) => {
    beginFrame(bytes.length);
    try {
      return judge(kind, bytes, expected);
    } finally {
      endFrame();
    }
  };
}

function undeclaredKind(kind: FrameKind, isOtherDeclared: boolean): Refused {
  return isOtherDeclared ? wrongKind(kind) : unknown(null);
}

/** A frame passes when one reading fits; it is all the messages of all the readings that do. */
function judgeBy(
  readings: readonly Reading[],
  bytes: Uint8Array,
  expected: ExpectedReplies,
): Result {
  let accepted: Accepted | null = null;
  const misses: (() => Miss | null)[] = [];
  for (const reading of readings) {
    const result = read(reading, bytes, expected);
    if (result.kind === "missed") misses.push(result.miss);
    else accepted = accepted === null ? result : both(accepted, result);
  }
  return accepted ?? { kind: "missed", miss: () => bestOf(misses) };
}

/** Why a frame is none of the messages that it was tried as: what came nearest. */
function bestOf(misses: readonly (() => Miss | null)[]): Miss | null {
  return misses.reduce<Miss | null>((best, miss) => betterMiss(best, miss()), null);
}

function both(first: Accepted, second: Accepted): Accepted {
  return {
    kind: "accepted",
    items: [...first.items, ...second.items],
    tolerated: [...first.tolerated, ...second.tolerated],
  };
}

function refusalOf(miss: Miss | null): Refused {
  if (miss === null) return unknown(null);
  if (miss.rank === 1) return unknown(miss.fault);
  return invalid(miss.fault, miss.entry, miss.isStranger);
}

/** Every part of the frame must fit some message: a frame goes whole or not at all. */
function read(reading: Reading, bytes: Uint8Array, expected: ExpectedReplies): Result {
  const frame = reading.unframe(bytes);
  if (frame.kind === "fault") {
    const isStranger = frame.fault.keyword !== GUARDED;
    const miss: Miss = { ...NOT_TAKEN, rank: 0, fault: frame.fault, isStranger };
    return { kind: "missed", miss: () => miss };
  }
  const items: Item[] = [];
  const tolerated = [...frame.tolerated];
  for (const [index, part] of frame.parts.entries()) {
    const choice = chooseAmong(reading.chooses, part, expected);
    const [first, ...others] = choice.entries;
    if (first === undefined) {
      const rest = frame.parts.slice(index);
      return { kind: "missed", miss: () => missAmong(rest, reading.chooses, expected) };
    }
    const entries = [first, ...others] as const;
    const correlation = correlationOf(part.value, entries, reading.places);
    items.push({ value: part.value, entries, correlation, rewrite: part.rewrite });
    tolerated.push(...choice.tolerated);
  }
  return { kind: "accepted", items, tolerated };
}

/** Why parts, of which the first fits nothing, do not pass: a known message that is wrong says more than an unknown. */
function missAmong(
  parts: readonly Part[],
  chooses: readonly Choose[],
  expected: ExpectedReplies,
): Miss | null {
  let unknownMiss: Miss | null = null;
  for (const part of parts) {
    const choice = chooseAmong(chooses, part, expected);
    const miss = choice.entries.length === 0 ? (choice.miss() ?? lost(part)) : null;
    if (miss !== null && !miss.isStranger) return miss;
    unknownMiss ??= miss;
    if (FUEL.left < 0) break;
  }
  return unknownMiss;
}

/** What fits in any of the groups; most flows have one. */
function chooseAmong(chooses: readonly Choose[], part: Part, expected: ExpectedReplies): Choice {
  const [first, ...others] = chooses.map((choose) => choose(part, expected));
  if (first === undefined) return { entries: [], miss: () => null, tolerated: [] };
  return others.reduce(
    (one, other) => ({
      entries: [...one.entries, ...other.entries],
      miss: () => betterMiss(one.miss(), other.miss()),
      tolerated: [...one.tolerated, ...other.tolerated],
    }),
    first,
  );
}

function lost(part: Part): Miss {
  const nothing = { pointer: part.at, found: "nothing known", expected: "a message", keyword: "" };
  return { ...NOT_TAKEN, rank: 1, fault: nothing, isStranger: true };
}

function createReadings(options: JudgeOptions): readonly Reading[] {
  const byWay = new Map<string, [Group, ...Group[]]>();
  for (const group of options.plan.groups) {
    const way = wayOfReading(group);
    const sharing = byWay.get(way);
    if (sharing === undefined) byWay.set(way, [group]);
    else sharing.push(group);
  }
  const checks = checksOf(options.module, options.flow);
  const likenessOf = likenesses(options.module);
  return [...byWay.values()].map((groups) =>
    createReading(groups, { checks, likenessOf }, options),
  );
}

function createReading(
  groups: readonly [Group, ...Group[]],
  judging: Pick<ChooseOptions, "checks" | "likenessOf">,
  options: JudgeOptions,
): Reading {
  const [first] = groups;
  const places = correlationPlaces(options.module, first.framing);
  return {
    frame: first.frame,
    unframe: createUnframe(first.framing, codecOf(first, options)),
    chooses: groups.map((group) =>
      createChoose({ ...judging, group, chooser: chooserOf(options.module, group), places }),
    ),
    places,
  };
}

/** Protobuf and avro decoders differ by message, and a group holds the messages of one decoder. */
function wayOfReading(group: Group): string {
  const hasOwnDecoder = group.encoding === "protobuf" || group.encoding === "avro";
  return JSON.stringify([
    group.frame,
    group.encoding,
    group.framing,
    hasOwnDecoder ? group.id : null,
  ]);
}

function codecOf(group: Group, options: JudgeOptions): PayloadCodec {
  if (group.encoding === "json") return createJsonCodec(options.flow, options.module.api.limits);
  const [entry] = group.entries;
  if (entry === undefined) throw new Error(`group "${group.id}" has no entry`);
  return options.codecs(entry.messageId);
}

function chooserOf(module: ApiModuleV1, group: Group): Chooser {
  const chooser = Object.hasOwn(module.choosers, group.id) ? module.choosers[group.id] : undefined;
  if (chooser === undefined) throw new Error(`no chooser was compiled for group "${group.id}"`);
  return chooser;
}

function checksOf(module: ApiModuleV1, flow: Flow): Checks {
  return flow === "clientToServer" ? module.clientChecks : module.serverChecks;
}

function likenesses({ api }: ApiModuleV1): LikenessOf {
  const measure = createMeasure(api.schemas);
  return (messageId, value, steps) =>
    measure(api.messages[messageId]?.schema ?? null, value, steps);
}

/** A JSON-RPC message without a declared place has its id where that protocol puts it. */
function correlationPlaces(module: ApiModuleV1, framing: Framing): CorrelationPlaces {
  const usual = framing.kind === "jsonrpc" ? ["id"] : null;
  const places = new Map(
    Object.entries(module.api.messages).map(([id, message]) => [
      id,
      message.correlationAt === null ? usual : pointerTokens(message.correlationAt),
    ]),
  );
  return (messageId) => places.get(messageId) ?? null;
}

/** Only requests that are answered, and answers, have an id that anybody looks for. */
function correlationOf(
  value: unknown,
  entries: readonly Entry[],
  places: CorrelationPlaces,
): string | null {
  for (const entry of entries) {
    const isTracked = entry.replyTo !== null || entry.replyMessageIds.length > 0;
    const place = isTracked ? places(entry.messageId) : null;
    const key = place === null ? null : correlationAt(value, place);
    if (key !== null) return key;
  }
  return null;
}
