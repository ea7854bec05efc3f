import type { Message } from "../../../runtime/contract/v1.ts";
import { codecFor, type Codec, type CodecMaker } from "../../../runtime/messages/codec/codec.ts";

const MESSAGE: Message = {
  contentType: null,
  frame: "binary",
  correlationAt: null,
  sensitive: [],
  schema: null,
  codec: null,
  samples: [],
};

/** The gateway's codec of a message, as deep as an SDK's unless told. */
export function gatewayCodec(maker: CodecMaker, codec: Message["codec"] = null, depth = 64): Codec {
  return codecFor([maker], maker.encoding, { ...MESSAGE, codec }, { depth, schemas: {} });
}
