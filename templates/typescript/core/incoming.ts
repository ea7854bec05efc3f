import type { IncomingEntry, IncomingGroup, TopicEntry } from "./contract.ts";
import type { Fault } from "./fault.ts";
import { valueAt } from "./pointer.ts";

/** What a frame holds, as far as the document says. */
export type Incoming =
  /** A declared message; `fault` is what its schema says against it, null: nothing, or it was not asked. */
  | {
      readonly kind: "message";
      readonly entry: IncomingEntry;
      readonly payload: unknown;
      readonly fault: Fault | null;
    }
  /** None that is declared. `payload` is what could be decoded, else the frame itself. */
  | { readonly kind: "unknown"; readonly payload: unknown; readonly fault: Fault };

/** Reads a frame: all messages in it, in order. Never throws, whatever the peer sent. */
export function read(
  groups: readonly IncomingGroup[],
  data: string | Uint8Array,
  isChecked: boolean,
): readonly Incoming[] {
  let unread: Fault = {
    pointer: "",
    found: `a ${kindOf(data)} frame`,
    expected: "another frame",
    keyword: "frame",
  };
  let best: readonly Incoming[] | null = null;
  for (const group of groups) {
    if (group.codec.frame !== kindOf(data)) {
      continue;
    }
    try {
      const found = messagesIn(group, data).map((item) => identified(group, item, isChecked));
      if (found.every((one) => one.kind === "message" && one.fault === null)) {
        return found;
      }
      best = closer(best, found);
    } catch (error) {
      const expected = error instanceof Error ? error.message : String(error);
      unread = { pointer: "", found: "what cannot be decoded", expected, keyword: "encoding" };
    }
  }
  return best ?? [{ kind: "unknown", payload: data, fault: unread }];
}

function kindOf(data: string | Uint8Array): "text" | "binary" {
  return typeof data === "string" ? "text" : "binary";
}

/** Of two readings of a frame that are both not right, the one with more messages that are known. */
function closer(one: readonly Incoming[] | null, other: readonly Incoming[]): readonly Incoming[] {
  const known = (some: readonly Incoming[]): number =>
    some.filter(({ kind }) => kind === "message").length;
  return one === null || known(other) > known(one) ? other : one;
}

function messagesIn(
  { codec, framing }: IncomingGroup,
  data: string | Uint8Array,
): readonly unknown[] {
  if (framing.kind === "ndjson") {
    const lines = (typeof data === "string" ? data : "").split("\n");
    return lines.filter((line) => line.trim() !== "").map((line) => codec.decode(line));
  }
  const whole = codec.decode(data);
  const items = framing.kind === "items" ? valueAt(whole, framing.at) : whole;
  return (framing.kind === "array" || framing.kind === "items") && Array.isArray(items)
    ? items
    : [whole];
}

function identified(group: IncomingGroup, whole: unknown, isChecked: boolean): Incoming {
  const { framing, topic, entries, choose } = group;
  if (topic !== null && !isUnder(topic, valueAt(whole, topic.at))) {
    const fault = {
      pointer: topic.at,
      found: "another topic",
      expected: topic.address,
      keyword: "topic",
    };
    return { kind: "unknown", payload: whole, fault };
  }
  const payload = framing.kind === "envelope" ? valueAt(whole, framing.at) : whole;
  const chosen = choose?.(payload) ?? entries.map((_, index) => index);
  if ("pointer" in chosen) {
    return { kind: "unknown", payload, fault: chosen };
  }
  return fitting(
    chosen.flatMap((index) => entries[index] ?? []),
    payload,
    isChecked,
  );
}

/** The first message that the value is; where it is none, the first that it could have been. */
function fitting(
  entries: readonly IncomingEntry[],
  payload: unknown,
  isChecked: boolean,
): Incoming {
  let first: Incoming | null = null;
  for (const entry of entries) {
    // A server's formats are taken as they are, as the gateway takes them.
    const fault = isChecked ? (entry.check?.(payload, false) ?? null) : null;
    if (fault === null) {
      return { kind: "message", entry, payload, fault };
    }
    first ??= { kind: "message", entry, payload, fault };
  }
  const none = { pointer: "", found: "a value", expected: "a declared message", keyword: "oneOf" };
  return first ?? { kind: "unknown", payload, fault: none };
}

/** Whether a topic is one of a template's: `trades/btc` of `trades/{symbol}`. */
function isUnder({ address }: TopicEntry, found: unknown): boolean {
  if (typeof found !== "string") {
    return false;
  }
  const parts = address.split(/\{[^{}]*\}/u);
  const [head = "", ...rest] = parts;
  if (rest.length === 0 || !found.startsWith(head)) {
    return found === address;
  }
  let at = head.length;
  for (const [index, part] of rest.entries()) {
    const next =
      index === rest.length - 1 && part === "" ? found.length : found.indexOf(part, at + 1);
    if (next <= at) {
      return false;
    }
    at = next + part.length;
  }
  return at === found.length;
}
