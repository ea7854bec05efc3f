import type { ProtocolCase } from "../protocol-case.ts";
import type { DocumentName } from "../rig.ts";
import { batchCases } from "./batches.ts";
import { checkedMessageCases } from "./checked-messages.ts";
import { closingCases } from "./closing.ts";
import { controlFrameCases } from "./control-frames.ts";
import { deflateParameterCases } from "./deflate-parameters.ts";
import { deflateCases } from "./deflate.ts";
import { fragmentCases } from "./fragments.ts";
import { headerBitCases } from "./header-bits.ts";
import { lengthEncodingCases } from "./length-encodings.ts";
import { lengthCases } from "./lengths.ts";
import { maskingCases } from "./masking.ts";
import { utf8Cases } from "./utf8.ts";

/** Cases about one thing. */
export interface Area {
  readonly name: string;
  /** The document that they run under. */
  readonly document: DocumentName;
  readonly cases: readonly ProtocolCase[];
}

/** All cases. `isWide`: with all that is only sampled otherwise. */
export function allAreas(isWide: boolean): readonly Area[] {
  const document = "anything";
  return [
    { name: "lengths", document, cases: lengthCases() },
    { name: "header bits", document, cases: headerBitCases() },
    { name: "length encodings", document, cases: lengthEncodingCases() },
    { name: "masking", document, cases: maskingCases() },
    { name: "control frames", document, cases: controlFrameCases() },
    { name: "fragments", document, cases: fragmentCases() },
    { name: "UTF-8", document, cases: utf8Cases() },
    { name: "closing", document, cases: closingCases(isWide) },
    { name: "batches, early frames and cuts", document, cases: batchCases() },
    { name: "checked messages", document: "checked", cases: checkedMessageCases() },
    { name: "permessage-deflate", document: "compressed", cases: deflateCases() },
    { name: "parameters of deflate", document: "compressed", cases: deflateParameterCases() },
  ];
}
