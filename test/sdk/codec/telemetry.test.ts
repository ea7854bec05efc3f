import { expect, test } from "vitest";
import { compileDocument } from "../../../generator/compile.ts";
import type { Message } from "../../../generator/model/api.ts";
import { protobufTable } from "../../../generator/targets/typescript/codec-data/protobuf-table.ts";
import type { Codec as GatewayCodec } from "../../../runtime/messages/codec/codec.ts";
import { cborCodec } from "../../../runtime/messages/codec/cbor.ts";
import { msgpackCodec } from "../../../runtime/messages/codec/msgpack.ts";
import { protobufCodec } from "../../../runtime/messages/codec/protobuf.ts";
import { cbor } from "../../../templates/typescript/core/codec/cbor.ts";
import type { Codec } from "../../../templates/typescript/core/codec/codec.ts";
import { messagePack } from "../../../templates/typescript/core/codec/messagepack.ts";
import { protobuf } from "../../../templates/typescript/core/codec/protobuf.ts";
import { gatewayCodec } from "./gateway.ts";

const { model } = await compileDocument(
  { kind: "file", path: "specs/telemetry.yaml" },
  {
    allowRemote: false,
    allowOutside: false,
    partial: false,
    perspective: null,
    alone: false,
    until: "gateway",
  },
);
const MESSAGES = (model?.messages ?? []).filter(({ payload }) => payload.kind !== "bytes");

function codecsOf({ id, payload }: Message): readonly [sdk: Codec, gateway: GatewayCodec] {
  switch (payload.kind) {
    case "msgpack":
      return [messagePack, gatewayCodec(msgpackCodec)];
    case "cbor":
      return [cbor, gatewayCodec(cborCodec)];
    case "protobuf":
      return [protobuf(protobufTable(payload)), gatewayCodec(protobufCodec, payload)];
    default:
      throw new Error(`message "${id}" is not of a binary encoding`);
  }
}

test("specs/telemetry.yaml has messages of three binary encodings of structures", () => {
  expect(new Set(MESSAGES.map(({ payload }) => payload.kind))).toEqual(
    new Set(["protobuf", "msgpack", "cbor"]),
  );
});

test.each(MESSAGES.map((message) => [message.id, message] as const))(
  "examples of %s pass from SDK to gateway and back",
  (_id, message) => {
    const [sdk, gateway] = codecsOf(message);

    expect(message.examples.length).toBeGreaterThan(0);
    for (const example of message.examples) {
      const sent = sdk.encode(example);
      expect(gateway.decode(Buffer.from(sent))).toEqual(example);
      expect(sdk.decode(gateway.encode(example))).toEqual(example);
    }
  },
);
