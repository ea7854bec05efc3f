import { descriptorsOf } from "../../../generator/build/schema/proto-descriptors.ts";
import { readProto } from "../../../generator/build/schema/proto-read.ts";
import {
  needsForms,
  protobufTable,
} from "../../../generator/targets/typescript/codec-data/protobuf-table.ts";
import type { Codec as GatewayCodec } from "../../../runtime/messages/codec/codec.ts";
import { protobufCodec } from "../../../runtime/messages/codec/protobuf.ts";
import type { Codec } from "../../../templates/typescript/core/codec/codec.ts";
import { protobufForms } from "../../../templates/typescript/core/codec/protobuf-forms.ts";
import {
  protobuf,
  type ProtobufOptions,
} from "../../../templates/typescript/core/codec/protobuf.ts";
import { agreement, decodeProblem } from "./fixture.ts";
import { gatewayCodec } from "./gateway.ts";

/** The two codecs of one message of a .proto text; the first message of it is called `Root`. */
export function codecsOf(
  proto: string,
  options: ProtobufOptions = {},
): { readonly sdk: Codec; readonly gateway: GatewayCodec } {
  const descriptors = descriptorsOf(readProto(proto, 3));
  const payload = { descriptors, messageType: "Root" };
  const table = protobufTable(payload);
  const sdk = protobuf(table, needsForms(table) ? { forms: protobufForms, ...options } : options);
  return { sdk, gateway: gatewayCodec(protobufCodec, { kind: "protobuf", ...payload }) };
}

/** A message with all scalars, both ways to say that nothing was said, and everything that can be in a message. */
export const EVERYTHING = `
  syntax = "proto3";
  message Root {
    double double = 1; float float = 2;
    int32 int32 = 3; int64 int64 = 4; uint32 uint32 = 5; uint64 uint64 = 6;
    sint32 sint32 = 7; sint64 sint64 = 8;
    fixed32 fixed32 = 9; fixed64 fixed64 = 10; sfixed32 sfixed32 = 11; sfixed64 sfixed64 = 12;
    bool bool = 13; string string = 14; bytes some_bytes = 15;
    Suit suit = 16; Root root = 17;
    optional int32 maybe_int32 = 18; optional string maybe_string = 19; optional Suit maybe_suit = 20;
    repeated int32 int32s = 21; repeated sint64 sint64s = 22; repeated double doubles = 23;
    repeated string strings = 24; repeated Suit suits = 25; repeated Root roots = 26;
    repeated int32 loose = 27 [packed = false]; repeated bool bools = 28; repeated bytes blobs = 29;
    map<string, int32> by_string = 30; map<int64, Suit> by_int64 = 31; map<bool, Root> by_bool = 32;
    map<uint32, bytes> by_uint32 = 33; map<sint32, string> by_sint32 = 34;
    oneof choice { int32 number = 40; string text = 41; Root other = 42; Suit card = 43; }
    enum Suit { CLUBS = 0; HEARTS = 1; SPADES = 7; BELOW = -1; }
  }`;

/** All of Google's types that have a JSON form of their own, and one that has none. */
export const FORMS = `
  syntax = "proto3";
  import "google/protobuf/any.proto";
  import "google/protobuf/duration.proto";
  import "google/protobuf/empty.proto";
  import "google/protobuf/field_mask.proto";
  import "google/protobuf/struct.proto";
  import "google/protobuf/timestamp.proto";
  import "google/protobuf/wrappers.proto";
  message Root {
    google.protobuf.Timestamp timestamp = 1;
    google.protobuf.Duration duration = 2;
    google.protobuf.FieldMask mask = 3;
    google.protobuf.Struct struct = 4;
    google.protobuf.Value value = 5;
    google.protobuf.ListValue list = 6;
    google.protobuf.Any any = 7;
    google.protobuf.Int64Value int64 = 8;
    google.protobuf.DoubleValue double = 9;
    google.protobuf.StringValue string = 10;
    google.protobuf.BoolValue bool = 11;
    google.protobuf.BytesValue bytes = 12;
    google.protobuf.UInt32Value uint32 = 13;
    google.protobuf.NullValue null = 14;
    google.protobuf.Empty empty = 15;
    repeated google.protobuf.Timestamp timestamps = 16;
    map<string, google.protobuf.Value> values = 17;
    oneof choice { google.protobuf.NullValue nothing = 18; google.protobuf.Value something = 19; }
    Root root = 20;
  }`;

/** What the gateway's library reads though it is not Protobuf; an SDK does not. */
const STRICTER = [
  "the wire type of the field",
  "a field that ends with its message",
  "an item that ends with its list",
  "more bytes",
  "as many items as are announced",
  "UTF-8 text",
  "an integer of 64 bits",
  // struct.proto: the absence of any variant is an error.
  "a Value that JSON can hold",
];

/** As the gateway, or stricter, for a reason that is one. */
export function verdict(gateway: GatewayCodec, sdk: Codec, bytes: Uint8Array): string {
  const found = agreement(gateway, sdk, bytes);
  if (found !== "sdk refuses") return found;
  const problem = decodeProblem(sdk, bytes) ?? "";
  return STRICTER.some((reason) => problem.includes(reason)) ? "stricter" : problem;
}
