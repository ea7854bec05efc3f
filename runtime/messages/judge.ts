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
import type { FrameKind } from "../frames/leg.ts";
import type { Checks, Choose, CorrelationPlaces, ExpectedReplies, Miss } from "./choice.ts";
import { betterMiss, createChoose } from "./choice.ts";
import type { PayloadCodec } from "./decode.ts";
import { createJsonCodec } from "./decode.ts";
import type { Unframe } from "./framing.ts";
import { createUnframe } from "./framing.ts";
import { pointerTokens } from "./pointer.ts";
import { correlationAt } from "./replies.ts";
import type { Accepted, Item, Refused, Tolerated, Verdict } from "./verdict.ts";
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
type Result =
  | {
      readonly kind: "fits";
      readonly items: readonly Item[];
      readonly tolerated: readonly Tolerated[];
    }
  | { readonly kind: "misses"; readonly miss: Miss };

const NOBODY_WAITS: ExpectedReplies = () => null;
const ANYTHING: Accepted = { kind: "accepted", items: [], tolerated: [] };

/** The judge of one flow on one route. */
export function createJudge(options: JudgeOptions): Judge {
  const { plan } = options;
  const readings = createReadings(options);
  return (kind, bytes, expected = NOBODY_WAITS) => {
    const verdict = judgeBy(readings, kind, bytes, expected);
    return verdict.kind === "refused" && plan.anything ? ANYTHING : verdict;
  };
}

/** A frame passes when one reading fits; it is all the messages of all the readings that do. */
function judgeBy(
  readings: readonly Reading[],
  kind: FrameKind,
  bytes: Uint8Array,
  expected: ExpectedReplies,
): Verdict {
  const ofKind = readings.filter((reading) => reading.frame === kind);
  if (ofKind.length === 0) return readings.length === 0 ? unknown(null) : wrongKind(kind);
  const results = ofKind.map((reading) => read(reading, bytes, expected));
  const fits = results.filter((result) => result.kind === "fits");
  if (fits.length > 0) {
    return {
      kind: "accepted",
      items: fits.flatMap((fit) => fit.items),
      tolerated: fits.flatMap((fit) => fit.tolerated),
    };
  }
  return refusalOf(results.flatMap((result) => (result.kind === "misses" ? [result.miss] : [])));
}

function refusalOf(misses: readonly Miss[]): Refused {
  const best = misses.reduce(betterMiss);
  return best.rank === 1 ? unknown(best.fault) : invalid(best.fault, best.entry);
}

/** Every part of the frame must fit some message: a frame goes whole or not at all. */
function read(reading: Reading, bytes: Uint8Array, expected: ExpectedReplies): Result {
  const frame = reading.unframe(bytes);
  if (frame.kind === "fault") {
    return { kind: "misses", miss: { rank: 0, fault: frame.fault, entry: null } };
  }
  const items: Item[] = [];
  const tolerated = [...frame.tolerated];
  for (const part of frame.parts) {
    const choices = reading.chooses.map((choose) => choose(part, expected));
    const [first, ...others] = choices.flatMap((choice) => choice.entries);
    if (first === undefined) {
      const misses = choices.flatMap((choice) => choice.miss ?? []);
      return { kind: "misses", miss: misses.reduce(betterMiss) };
    }
    tolerated.push(...choices.flatMap((choice) => choice.tolerated));
    const entries = [first, ...others] as const;
    const correlation = correlationOf(part.value, entries, reading.places);
    items.push({ value: part.value, entries, correlation, rewrite: part.rewrite });
  }
  return { kind: "fits", items, tolerated };
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
  return [...byWay.values()].map((groups) => createReading(groups, checks, options));
}

function createReading(
  groups: readonly [Group, ...Group[]],
  checks: Checks,
  options: JudgeOptions,
): Reading {
  const [first] = groups;
  const places = correlationPlaces(options.module, first.framing);
  return {
    frame: first.frame,
    unframe: createUnframe(first.framing, codecOf(first, options)),
    chooses: groups.map((group) =>
      createChoose(group, chooserOf(options.module, group), checks, places),
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
  if (group.encoding === "json")
    return createJsonCodec(options.flow, options.module.api.limits.depth);
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
