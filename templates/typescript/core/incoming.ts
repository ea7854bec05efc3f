import type { IncomingEntry, IncomingGroup, Likely, NoMessage, RouteTable } from "./contract.ts";
import type { Fault } from "./fault.ts";

/**
 * What a frame holds, as far as the document says. Without an entry it is none that is declared, and `payload` is what
 * could be decoded, else the frame itself. With one, `fault` is what its schema says against it; null: nothing, or it
 * was not asked.
 */
export type Incoming =
  | { readonly entry: IncomingEntry; readonly payload: unknown; readonly fault: Fault | null }
  | { readonly entry: null; readonly payload: unknown; readonly fault: Fault };

type Receiving = Pick<RouteTable, "receives" | "noMessage" | "likely">;

interface Reading {
  readonly isChecked: boolean;
  readonly noMessage: NoMessage;
  readonly likely: Likely | undefined;
}

/** Reads a frame: all messages in it, in order. Never throws, whatever the peer sent. */
export function read(
  { receives, noMessage = unknown, likely }: Receiving,
  data: string | Uint8Array,
  isChecked: boolean,
): readonly Incoming[] {
  const kind = typeof data === "string" ? "text" : "binary";
  let fault = faultOf("frame", `a ${kind} frame`, "another frame");
  let best: readonly Incoming[] | null = null;
  for (const group of receives) {
    const { codec, framing } = group;
    if (codec.frame === kind) {
      try {
        const wholes = framing === undefined ? [codec.decode(data)] : framing.read(codec, data);
        const found = wholes.map((whole) =>
          identified(group, whole, { isChecked, noMessage, likely }),
        );
        if (found.every((one) => one.entry !== null && one.fault === null)) {
          return found;
        }
        // Of readings that are not right, the one with more messages that are known.
        if (best === null || known(found) > known(best)) best = found;
      } catch (error) {
        const expected = error instanceof Error ? error.message : "";
        fault = faultOf("encoding", "what cannot be decoded", expected);
      }
    }
  }
  return best ?? [{ entry: null, payload: data, fault }];
}

function known(messages: readonly Incoming[]): number {
  return messages.filter(({ entry }) => entry !== null).length;
}

function identified(
  { framing, topic, entries, choose }: IncomingGroup,
  whole: unknown,
  { isChecked, noMessage, likely }: Reading,
): Incoming {
  const payload = framing === undefined ? whole : framing.open(whole);
  const misplaced = topic?.check(whole) ?? null;
  if (misplaced !== null) {
    return { entry: null, payload, fault: misplaced };
  }
  const chosen = choose?.(payload, noMessage) ?? entries.keys();
  const guessed = (): Guess => guess(payload, entries, isChecked ? likely : undefined);
  if ("pointer" in chosen) {
    const { meant, isSure } = guessed();
    // A tag that is missing or wrong is what the chooser says.
    const isMeant = isSure && meant?.fault?.pointer !== chosen.pointer;
    return meant !== null && isMeant ? meant : { entry: null, payload, fault: chosen };
  }
  // The first message that the value is; where it is none, the one that was meant.
  let first: Incoming | null = null;
  for (const index of chosen) {
    const entry = entries[index];
    if (entry !== undefined) {
      // A server's formats are taken as they are, as the gateway takes them.
      const fault = isChecked ? (entry.check?.(payload, false) ?? null) : null;
      if (fault === null) {
        return { entry, payload, fault };
      }
      first ??= { entry, payload, fault };
    }
  }
  const { meant, isStrange } = guessed();
  return (
    (isStrange ? first : meant) ?? first ?? { entry: null, payload, fault: unknown(payload, "") }
  );
}

interface Guess {
  readonly meant: Incoming | null;
  readonly isSure: boolean;
  readonly isStrange: boolean;
}

/** As many messages that are equally likely are asked what is wrong. */
const MAX_ASKED = 8;

/** Of the likeliest messages the one whose fault is deepest; sure where all of them find it in one place. */
function guess(
  payload: unknown,
  entries: readonly IncomingEntry[],
  likely: Likely | undefined,
): Guess {
  const { entries: likeliest, isStrange } = likely?.(payload, entries) ?? {
    entries: [],
    isStrange: true,
  };
  const found = likeliest.slice(0, MAX_ASKED).flatMap((entry) => {
    const fault = entry.check?.(payload, false) ?? null;
    return fault === null ? [] : [{ entry, payload, fault }];
  });
  const depth = ({ fault }: { readonly fault: Fault }): number => fault.pointer.split("/").length;
  const [meant = null] = found.toSorted((a, b) => depth(b) - depth(a));
  return {
    meant,
    isStrange,
    isSure: !isStrange && new Set(found.map(({ fault }) => fault.pointer)).size === 1,
  };
}

/** Of a value that is no message, without a word of what it is. */
function unknown(_: unknown, pointer: string): Fault {
  return { ...faultOf("oneOf", "a value", "a declared message"), pointer };
}

function faultOf(keyword: string, found: string, expected: string): Fault {
  return { pointer: "", found, expected, keyword };
}
