import type { ProtocolCase } from "../protocol-case.ts";
import { batchCases } from "./batches.ts";
import { checkedMessageCases } from "./checked-messages.ts";
import { closingCases } from "./closing.ts";
import { controlFrameCases } from "./control-frames.ts";
import { fragmentCases } from "./fragments.ts";
import { headerBitCases } from "./header-bits.ts";
import { lengthEncodingCases } from "./length-encodings.ts";
import { lengthCases } from "./lengths.ts";
import { maskingCases } from "./masking.ts";
import { utf8Cases } from "./utf8.ts";

/** All cases, by what they are about. `isWide`: with all that is only sampled otherwise. */
export function casesByArea(isWide: boolean): Readonly<Record<string, readonly ProtocolCase[]>> {
  return {
    lengths: lengthCases(),
    "header bits": headerBitCases(),
    "length encodings": lengthEncodingCases(),
    masking: maskingCases(),
    "control frames": controlFrameCases(),
    fragments: fragmentCases(),
    "UTF-8": utf8Cases(),
    closing: closingCases(isWide),
    batches: batchCases(),
  };
}

/** The cases of the document `checked`. */
export function checkedAreas(): Readonly<Record<string, readonly ProtocolCase[]>> {
  return { "checked messages": checkedMessageCases() };
}
