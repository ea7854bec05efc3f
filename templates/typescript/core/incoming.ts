import type { IncomingEntry, IncomingGroup, NoMessage, RouteTable } from "./contract.ts";
import type { Fault } from "./fault.ts";

/**
 * What a frame holds, as far as the document says. Without an entry it is none that is declared, and `payload` is what
 * could be decoded, else the frame itself. With one, `fault` is what its schema says against it; null: nothing, or it
 * was not asked.
 */
export type Incoming =
  | { readonly entry: IncomingEntry; readonly payload: unknown; readonly fault: Fault | null }
  | { readonly entry: null; readonly payload: unknown; readonly fault: Fault };

type Receiving = Pick<RouteTable, "receives" | "noMessage">;

interface Reading {
  readonly isChecked: boolean;
  readonly noMessage: NoMessage;
}

/** Reads a frame: all messages in it, in order. Never throws, whatever the peer sent. */
export function read(
  { receives, noMessage = unknown }: Receiving,
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
        const found = wholes.map((whole) => identified(group, whole, { isChecked, noMessage }));
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
  { isChecked, noMessage }: Reading,
): Incoming {
  const payload = framing === undefined ? whole : framing.open(whole);
  const chosen = topic?.check(whole) ?? choose?.(payload, noMessage) ?? entries.keys();
  if ("pointer" in chosen) {
    return { entry: null, payload, fault: chosen };
  }
  // The first message that the value is; where it is none, the one that was meant.
  let meant: Incoming | null = null;
  let most = -1;
  for (const index of chosen) {
    const entry = entries[index];
    if (entry !== undefined) {
      // A server's formats are taken as they are, as the gateway takes them.
      const fault = isChecked ? (entry.check?.(payload, false) ?? null) : null;
      if (fault === null) {
        return { entry, payload, fault };
      }
      if (likeness(fault) > most) {
        most = likeness(fault);
        meant = { entry, payload, fault };
      }
    }
  }
  return meant ?? { entry: null, payload, fault: unknown(payload, "") };
}

/**
 * How much a fault speaks for its message: a tag of another message says that it is not meant, members of others that
 * it hardly is, and what is wrong deep inside that it is.
 */
function likeness({ keyword, pointer }: Fault): number {
  const isTag = /^(?:const|enum|not)$|Of$/u.test(keyword);
  const isMember = /^required$|Properties$/u.test(keyword);
  return isTag ? 0 : (isMember ? 1 : 2) + pointer.split("/").length;
}

/** Of a value that is no message, without a word of what it is. */
function unknown(_: unknown, pointer: string): Fault {
  return { ...faultOf("oneOf", "a value", "a declared message"), pointer };
}

function faultOf(keyword: string, found: string, expected: string): Fault {
  return { pointer: "", found, expected, keyword };
}
