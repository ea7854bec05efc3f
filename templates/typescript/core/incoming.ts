import type {
  Guess,
  IncomingEntry,
  IncomingGroup,
  Likely,
  NoMessage,
  RouteTable,
} from "./contract.ts";
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
  const guessed = (): Guess => (isChecked ? likely : undefined)?.(payload, entries) ?? NO_GUESS;
  if ("pointer" in chosen) {
    const { meant, isSure } = guessed();
    // A tag that is missing or wrong is what the chooser says.
    const isMeant = isSure && meant?.fault?.pointer !== chosen.pointer;
    return meant !== null && isMeant ? meant : { entry: null, payload, fault: chosen };
  }
  const first = tried(entries, chosen, { payload, isChecked });
  if (first !== null && first.fault === null) {
    return first;
  }
  const { meant, isStrange } = guessed();
  return (
    (isStrange ? first : meant) ?? first ?? { entry: null, payload, fault: unknown(payload, "") }
  );
}

const NO_GUESS: Guess = { meant: null, isSure: false, isStrange: true };

/** The first message that the value is; where it is none, the first that it could have been. */
function tried(
  entries: readonly IncomingEntry[],
  chosen: Iterable<number>,
  { payload, isChecked }: { readonly payload: unknown; readonly isChecked: boolean },
): Incoming | null {
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
  return first;
}

/** Of a value that is no message, without a word of what it is. */
function unknown(_: unknown, pointer: string): Fault {
  return { ...faultOf("oneOf", "a value", "a declared message"), pointer };
}

function faultOf(keyword: string, found: string, expected: string): Fault {
  return { pointer: "", found, expected, keyword };
}
