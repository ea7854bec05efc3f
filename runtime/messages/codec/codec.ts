/**
 * Encodings other than JSON, one file each. A gateway holds only those that its document uses: generated
 * entries import `protobufCodec`, `avroCodec`, `msgpackCodec`, `cborCodec`, `textCodec`, `bytesCodec` from the
 * file of that name and pass them as `Codecs`; nothing here imports them. `serve` calls `loadCodecs` of `load.ts`.
 * `payloadCodecs` of `payload-codecs.ts` makes of them what `createJudge` takes.
 *
 * Values are what JSON could hold. A string of bytes inside a structure is a JavaScript string with one character
 * per byte (U+0000 to U+00FF), so that `minLength` and `maxLength` of a schema with `format: binary` count bytes;
 * in Protobuf it is base64, as the JSON form of proto3 has it. Only a payload that is bytes as a whole is a
 * `Uint8Array`.
 */
import type { Group, Message } from "../../contract/v1.ts";

/** Bytes to value and back for one message. */
export interface Codec {
  /**
   * The value that the whole of `payload` encodes; a bigint where that is nothing but an integer that a double cannot
   * hold.
   *
   * @throws CodecError whatever is wrong with the bytes, and nothing else.
   */
  decode(payload: Uint8Array): unknown;
  /**
   * The bytes of a value that passes the message's schema. A bigint stands for an integer that a double cannot hold.
   *
   * @throws CodecError where the encoding cannot carry the value.
   */
  encode(value: unknown): Uint8Array;
}

/** What a codec may know beside the message. */
export interface CodecContext {
  /** Objects and arrays inside each other, at least 1; one more is refused. The document's `limits.depth`. */
  readonly depth: number;
  /** `ApiDocument.schemas`: tells encoders which strings are bytes. */
  readonly schemas: Readonly<Record<string, unknown>>;
}

/** Makes the codec of a message, for one encoding. */
export interface CodecMaker {
  readonly encoding: Group["encoding"];
  create(message: Message, context: CodecContext): Codec;
}

/** The encodings that a gateway was built with. */
export type Codecs = readonly CodecMaker[];

/** Bytes are not of the encoding, or a value cannot be encoded. */
export class CodecError extends Error {
  override readonly name = "CodecError";
  /** Lower case, nothing of the payload in it: `ends 3 bytes too early`, `nested deeper than 64`. */
  readonly reason: string;
  /** Not (only) another encoding, but what the decoder keeps out whatever else the document lets pass. */
  readonly isGuard: boolean;

  constructor(reason: string, options: ErrorOptions & { readonly isGuard?: boolean } = {}) {
    super(reason, options);
    this.reason = reason;
    this.isGuard = options.isGuard ?? false;
  }
}

/** The codec of a message. An encoding that is not registered is a defect of the build, so it throws. */
export function codecFor(
  codecs: Codecs,
  encoding: Group["encoding"],
  message: Message,
  context: CodecContext,
): Codec {
  const maker = codecs.find((one) => one.encoding === encoding);
  if (maker === undefined) {
    throw new Error(`no codec for "${encoding}" was built in`);
  }
  return guarded(maker.create(message, context));
}

/** Turns what a library throws into a CodecError: its words may quote the payload, so they are the cause. */
function guarded(codec: Codec): Codec {
  return {
    decode: (payload) => orCodecError(() => codec.decode(payload), "not of the encoding"),
    encode: (value) => orCodecError(() => codec.encode(value), "cannot be encoded"),
  };
}

function orCodecError<T>(work: () => T, reason: string): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof CodecError
      ? error
      : new CodecError(reason, { cause: error, isGuard: true });
  }
}
