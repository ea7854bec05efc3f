import type { ApiDocument, Group } from "../../contract/v1.ts";
import type { CodecMaker, Codecs } from "./codec.ts";

const LOADERS: Readonly<Record<Exclude<Group["encoding"], "json">, () => Promise<CodecMaker>>> = {
  text: async () => (await import("./text.ts")).textCodec,
  bytes: async () => (await import("./bytes.ts")).bytesCodec,
  msgpack: async () => (await import("./msgpack.ts")).msgpackCodec,
  cbor: async () => (await import("./cbor.ts")).cborCodec,
  protobuf: async () => (await import("./protobuf.ts")).protobufCodec,
  avro: async () => (await import("./avro.ts")).avroCodec,
};

/** The codecs that an API uses, their libraries loaded: for `serve`, which learns its documents late. */
export async function loadCodecs(api: ApiDocument): Promise<Codecs> {
  return Promise.all(
    usedEncodings(api).flatMap((encoding) => (encoding === "json" ? [] : [LOADERS[encoding]()])),
  );
}

/** The encodings of an API's messages, each once, in alphabetical order. */
export function usedEncodings(api: ApiDocument): readonly Group["encoding"][] {
  const groups = api.routes.flatMap(({ flows }) => [
    ...flows.clientToServer.groups,
    ...flows.serverToClient.groups,
  ]);
  return [...new Set(groups.map((group) => group.encoding))].toSorted();
}
