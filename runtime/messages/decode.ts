import type { Fault, Flow } from "../contract/v1.ts";
import type { Holder } from "./json/number-texts.ts";
import type { JsonLimits } from "./json/json-limits.ts";
import { readJson } from "./json/read-json.ts";
import type { Tolerated } from "./verdict.ts";
import { writeJson } from "./write-json.ts";

/** Bytes of one message to its value and back, for one encoding. */
export interface PayloadCodec {
  /** What the bytes are, or why they are not of this encoding. */
  decode(bytes: Uint8Array): Decoded;
  /**
   * The bytes of a value; throws where the encoding cannot carry it. `read` holds what the value was made of, where
   * that has numbers that a double cannot hold.
   */
  encode(value: unknown, read?: Holder | null): Uint8Array;
}

/** A decoded value with what is odd about it, or the fault that kept it from being one. */
export type Decoded =
  | {
      readonly kind: "value";
      readonly value: unknown;
      /** Holds the value and knows its numbers that a double cannot hold; null: there are none. */
      readonly holder: Holder | null;
      readonly tolerated: readonly Tolerated[];
    }
  | { readonly kind: "fault"; readonly fault: Fault };

const NOTHING_TOLERATED: readonly Tolerated[] = [];

/** A value with nothing odd about it. */
export function decoded(value: unknown, holder: Holder | null = null): Decoded {
  return { kind: "value", value, holder, tolerated: NOTHING_TOLERATED };
}

/**
 * Keyword of a fault that no frame may have, whatever is let pass unread: readers differ about such bytes, or they are
 * made to exhaust or to poison a reader.
 */
export const GUARDED = "guarded";

/** Bytes that are not of the encoding; `found` says why, without anything of the bytes. */
export function undecodable(found: string, expected: string, keyword: string): Decoded {
  return { kind: "fault", fault: { pointer: "", found, expected, keyword } };
}

/**
 * JSON, strictly. Duplicate keys and lone surrogates, about which readers differ, are refused from clients and let
 * through, counted, from servers; what is not JSON, too deep, holds a key `__proto__` or, where the limits say so, an
 * integer beyond 2^53 is refused both ways.
 */
export function createJsonCodec(flow: Flow, limits: JsonLimits): PayloadCodec {
  return {
    decode(bytes) {
      const reading = readJson(bytes, limits);
      if (reading.kind === "fault") {
        const found = `text with an error at byte ${reading.offset}: ${reading.reason}`;
        return undecodable(found, "JSON", reading.isGuard ? GUARDED : "json");
      }
      const { value, holder, duplicateKey, loneSurrogate } = reading;
      if (duplicateKey === null && !loneSurrogate) return decoded(value, holder);
      if (flow === "clientToServer") return refuseOddity(duplicateKey);
      return { kind: "value", value, holder, tolerated: oddities(reading) };
    },
    encode: writeJson,
  };
}

function refuseOddity(duplicateKey: string | null): Decoded {
  const fault: Fault =
    duplicateKey === null
      ? {
          pointer: "",
          found: "text with half of a surrogate pair",
          expected: "whole Unicode characters",
          keyword: GUARDED,
        }
      : {
          pointer: duplicateKey,
          found: "a key that is given twice",
          expected: "each key once",
          keyword: GUARDED,
        };
  return { kind: "fault", fault };
}

function oddities(reading: {
  readonly duplicateKey: string | null;
  readonly loneSurrogate: boolean;
}): readonly Tolerated[] {
  const list: Tolerated[] = [];
  if (reading.duplicateKey !== null) list.push({ what: "duplicateKey", messageId: null });
  if (reading.loneSurrogate) list.push({ what: "loneSurrogate", messageId: null });
  return list;
}
