import type { Message } from "../../../runtime/contract/v1.ts";
import {
  codecFor,
  CodecError,
  type Codec,
  type CodecMaker,
} from "../../../runtime/messages/codec/codec.ts";

/** A message of which nothing but its encoding matters. */
export const MESSAGE: Message = {
  contentType: null,
  frame: "binary",
  correlationAt: null,
  sensitive: [],
  schema: null,
  codec: null,
  samples: [],
};

/** The codec of an encoding, eight levels deep at most. */
export function codecOf(
  maker: CodecMaker,
  message: Partial<Message> = {},
  schemas: Readonly<Record<string, unknown>> = {},
): Codec {
  return codecFor([maker], maker.encoding, { ...MESSAGE, ...message }, { depth: 8, schemas });
}

/** Why the bytes, in hex, are refused; null: they are not. Anything but a CodecError is thrown on. */
export function refusal(codec: Codec, bytes: Uint8Array): string | null {
  try {
    codec.decode(bytes);
    return null;
  } catch (error) {
    if (error instanceof CodecError) return error.reason;
    throw error;
  }
}

/** Bytes from hex digits with spaces. */
export function hex(text: string): Uint8Array {
  return Buffer.from(text.replaceAll(" ", ""), "hex");
}
