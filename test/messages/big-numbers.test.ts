import { encode as encodeMsgpack } from "@msgpack/msgpack";
import { encode as encodeCbor } from "cborg";
import { describe, expect, it } from "vitest";

import { compileChecks } from "../../generator/checks/index.ts";
import type { JsonSchema } from "../../generator/model/api.ts";
import type { ApiModuleV1, Group, Message } from "../../runtime/contract/v1.ts";
import { avroCodec } from "../../runtime/messages/codec/avro.ts";
import { cborCodec } from "../../runtime/messages/codec/cbor.ts";
import { msgpackCodec } from "../../runtime/messages/codec/msgpack.ts";
import { payloadCodecs } from "../../runtime/messages/codec/payload-codecs.ts";
import { createJudge, type Judge } from "../../runtime/messages/judge.ts";
import { inputOf, runChecks } from "../checks/run-checks.ts";
import { apiDocument, route } from "../helpers/api-document.ts";
import { MESSAGE } from "./codec/fixture.ts";
import { judgeBySchema } from "./judge-by-schema.ts";

/** A message whose integer must not be over 2^53, which the next integer is not as a double. */
const BOUND = { type: "integer", maximum: 2 ** 53 } satisfies JsonSchema;
const OVER = 2n ** 53n + 1n;
const WITHIN = 2n ** 53n;

describe("a message that is nothing but a number", () => {
  it.each([
    { given: "9007199254740992", want: "accepted" },
    { given: " 9007199254740993 ", want: "refused" },
  ])("is compared with every digit: $given", ({ given, want }) => {
    expect(judgeBySchema({ count: BOUND })(null, given).kind).toBe(want);
  });
});

const AVRO = {
  type: "record",
  name: "m",
  fields: [{ name: "n", type: "long" }],
};

function judgeOf(encoding: Group["encoding"], message: Partial<Message>): Judge {
  const schemas = { m: { type: "object", properties: { n: BOUND } } } satisfies Record<
    string,
    JsonSchema
  >;
  const input = inputOf(schemas);
  const groups = input.groups.map((group) => ({ ...group, frame: "binary", encoding }) as const);
  const plan = { anything: false, onViolation: "reject", groups } as const;
  const flows = { clientToServer: plan, serverToClient: plan };
  const messages = { m: { ...MESSAGE, schema: "m", ...message } };
  const api = apiDocument({ schemas, messages, routes: [route({ flows })] });
  const module: ApiModuleV1 = { api, ...runChecks(compileChecks(input)) };
  const codecs = payloadCodecs(api, [msgpackCodec, cborCodec, avroCodec]);
  return createJudge({ module, codecs, flow: "clientToServer", plan });
}

/** Zigzag, seven bits a byte (Avro 1.12, Binary Encoding). */
function avroLong(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let bits = (value << 1n) ^ (value >> 63n);
  for (; bits > 127n; bits >>= 7n) bytes.push(Number(bits & 127n) | 128);
  return Buffer.from([...bytes, Number(bits)]);
}

describe.each([
  {
    encoding: "msgpack",
    message: {},
    write: (n: bigint) => encodeMsgpack({ n }, { useBigInt64: true }),
  },
  { encoding: "cbor", message: {}, write: (n: bigint) => encodeCbor({ n }) },
  { encoding: "avro", message: { codec: { kind: "avro", avro: AVRO } }, write: avroLong },
] as const)("an integer in $encoding", ({ encoding, message, write }) => {
  const judge = judgeOf(encoding, message);

  it("is compared with every digit", () => {
    expect(judge("binary", write(WITHIN)).kind).toBe("accepted");
    expect(judge("binary", write(OVER))).toMatchObject({ code: "MESSAGE_INVALID", pointer: "/n" });
  });

  it("that a hook copied is written as it was read", () => {
    const bytes = write(-OVER);
    const verdict = judge("binary", bytes);
    if (verdict.kind === "refused") throw new Error(verdict.detail);

    const [item] = verdict.items;
    const copy = item?.rewrite(Object.assign({}, item.value));

    expect(Buffer.from(copy ?? []).toString("hex")).toBe(Buffer.from(bytes).toString("hex"));
  });
});
