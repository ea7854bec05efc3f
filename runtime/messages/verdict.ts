import type { Entry, Fault } from "../contract/v1.ts";
import type { RefusalCode } from "../refusals.ts";
import { Refusal } from "../refusals.ts";

/** What the document says about one frame. */
export type Verdict = Accepted | Refused;

/** The frame may pass. */
export interface Accepted {
  readonly kind: "accepted";
  /** The messages in the frame, in order; `[]` where the flow declares no message and lets anything pass. */
  readonly items: readonly Item[];
  /** What is wrong with a server's frame and let through all the same. */
  readonly tolerated: readonly Tolerated[];
}

/** One message of a frame. */
export interface Item {
  /** The decoded payload, outside of its framing. */
  readonly value: unknown;
  /** Every declared message that it fits, at least one. */
  readonly entries: readonly [Entry, ...Entry[]];
  /** The correlation id as a map key, where this is a request that is answered, or an answer; else null. */
  readonly correlation: string | null;
  /** The bytes of the whole frame with another value in this place. */
  readonly rewrite: (value: unknown) => Uint8Array;
}

/** One allowance for a server's frame. */
export interface Tolerated {
  readonly what: "format" | "duplicateKey" | "loneSurrogate";
  readonly messageId: string | null;
}

/** The frame may not pass. */
export interface Refused {
  readonly kind: "refused";
  readonly code: Extract<RefusalCode, "MESSAGE_INVALID" | "MESSAGE_UNKNOWN" | "FRAME_KIND_WRONG">;
  /** The message it was taken for; null where that cannot be said. */
  readonly entry: Entry | null;
  readonly pointer: string | null;
  /** One sentence, without anything of the payload. */
  readonly detail: string;
  /** No declared message is meant: this is what `unknownMessages: forward` lets pass. */
  readonly isUnknown: boolean;
}

/** A message that is known and wrong, or, where it is not even read as the messages are, unknown. */
export function invalid(fault: Fault, entry: Entry | null, isUnknown: boolean): Refused {
  const refusal = new Refusal("MESSAGE_INVALID", {
    pointer: placeOf(fault),
    message: entry?.messageId ?? "the message",
    found: fault.found,
    expected: fault.expected,
  });
  return { ...refused("MESSAGE_INVALID", refusal.message, fault.pointer, entry), isUnknown };
}

/** A frame that is none of the flow's messages; the fault says which place tells them apart. */
export function unknown(fault: Fault | null): Refused {
  const reason =
    fault === null
      ? "no message is declared for this direction"
      : `${placeOf(fault)} is ${fault.found}, expected ${fault.expected}`;
  const refusal = new Refusal("MESSAGE_UNKNOWN", { reason });
  return refused("MESSAGE_UNKNOWN", refusal.message, fault?.pointer ?? null, null);
}

/** A text frame where only binary ones are declared, or the reverse. */
export function wrongKind(found: "text" | "binary"): Refused {
  const expected = found === "text" ? "binary" : "text";
  const refusal = new Refusal("FRAME_KIND_WRONG", { found, expected });
  return refused("FRAME_KIND_WRONG", refusal.message, null, null);
}

function refused(
  code: Refused["code"],
  detail: string,
  pointer: string | null,
  entry: Entry | null,
): Refused {
  return { kind: "refused", code, entry, pointer, detail, isUnknown: true };
}

function placeOf(fault: Fault): string {
  return fault.pointer === "" ? "the root" : fault.pointer;
}
