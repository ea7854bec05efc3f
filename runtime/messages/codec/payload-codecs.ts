import type { ApiDocument, Group } from "../../contract/v1.ts";
import { decoded, GUARDED, undecodable, type PayloadCodec } from "../decode.ts";
import { heldRoot, withBigIntegers } from "./exact-integers.ts";
import { codecFor, CodecError, type Codec, type Codecs } from "./codec.ts";

/** The decoders and encoders of all messages of an API that are not JSON; each is made when it is first needed. */
export function payloadCodecs(
  api: ApiDocument,
  codecs: Codecs,
): (messageId: string) => PayloadCodec {
  const encodings = encodingsOf(api);
  const made = new Map<string, PayloadCodec>();
  return (messageId) => {
    const known = made.get(messageId) ?? make(api, codecs, encodings, messageId);
    made.set(messageId, known);
    return known;
  };
}

function make(
  api: ApiDocument,
  codecs: Codecs,
  encodings: ReadonlyMap<string, Group["encoding"]>,
  messageId: string,
): PayloadCodec {
  const message = api.messages[messageId];
  const encoding = encodings.get(messageId);
  if (message === undefined || encoding === undefined) {
    throw new Error(`message "${messageId}" is in no group`);
  }
  const context = { depth: api.limits.depth, schemas: api.schemas };
  return asPayloadCodec(codecFor(codecs, encoding, message, context), encoding);
}

function asPayloadCodec(codec: Codec, encoding: Group["encoding"]): PayloadCodec {
  return {
    decode: (bytes) => {
      try {
        const { value, holder } = heldRoot(codec.decode(bytes));
        return decoded(value, holder);
      } catch (error) {
        if (error instanceof CodecError) {
          const keyword = error.isGuard ? GUARDED : encoding;
          return undecodable(`bytes that are not: ${error.reason}`, NAMES[encoding], keyword);
        }
        throw error;
      }
    },
    encode: (value, read = null) => codec.encode(withBigIntegers(value, read)),
  };
}

const NAMES: Readonly<Record<Group["encoding"], string>> = {
  json: "JSON",
  text: "UTF-8 text",
  bytes: "bytes",
  msgpack: "MessagePack",
  cbor: "CBOR",
  protobuf: "Protobuf",
  avro: "Avro",
};

function encodingsOf(api: ApiDocument): ReadonlyMap<string, Group["encoding"]> {
  const groups = api.routes.flatMap(({ flows }) => [
    ...flows.clientToServer.groups,
    ...flows.serverToClient.groups,
  ]);
  return new Map(
    groups.flatMap((group) => group.entries.map((entry) => [entry.messageId, group.encoding])),
  );
}
