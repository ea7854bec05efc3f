import {
  DecodeError,
  EncodeError,
  type Codec,
} from "../../../templates/typescript/core/codec/codec.ts";

/** Why a payload is not read; null: it is. Anything but a DecodeError is thrown on. */
export function decodeProblem(codec: Codec, data: string | Uint8Array): string | null {
  try {
    codec.decode(data);
    return null;
  } catch (error) {
    if (error instanceof DecodeError) return error.message;
    throw error;
  }
}

/** Why a value is not written; null: it is. Anything but an EncodeError is thrown on. */
export function encodeProblem(codec: Codec, value: unknown): string | null {
  try {
    codec.encode(value);
    return null;
  } catch (error) {
    if (error instanceof EncodeError) return error.message;
    throw error;
  }
}

/** Bytes from hex digits with spaces. */
export function hex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
}
