import { expect, test } from "vitest";
import { bytesCodec } from "../../../runtime/messages/codec/bytes.ts";
import { textCodec } from "../../../runtime/messages/codec/text.ts";
import { codecOf, hex, MESSAGE, refusal } from "./fixture.ts";
import { codecFor } from "../../../runtime/messages/codec/codec.ts";

test("text is UTF-8, whole", () => {
  const codec = codecOf(textCodec);

  expect(codec.decode(Buffer.from("héllo"))).toBe("héllo");
  expect(Buffer.from(codec.encode("héllo")).toString()).toBe("héllo");
  expect(refusal(codec, hex("c3 28"))).toBe("text is not UTF-8");
  expect(() => codec.encode(7)).toThrow("only a string is text");
});

test("bytes are themselves; a sample writes one byte per character", () => {
  const codec = codecOf(bytesCodec);
  const payload = hex("00 ff");

  expect(codec.decode(payload)).toBe(payload);
  expect(codec.encode(payload)).toBe(payload);
  expect([...codec.encode("\u0000\u00ff")]).toEqual([0, 255]);
  expect(() => codec.encode({})).toThrow("are bytes");
});

test("an encoding that was not built in is a defect, not a refusal", () => {
  expect(() => codecFor([textCodec], "cbor", MESSAGE, { depth: 1, schemas: {} })).toThrow(
    'no codec for "cbor" was built in',
  );
});
