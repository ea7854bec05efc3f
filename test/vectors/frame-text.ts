import { expect } from "vitest";
import type { Frame } from "../helpers/mailbox.ts";
import type { FrameText } from "./vector.ts";

/** The message that a vector writes. */
export function frameOf(frame: FrameText): Frame {
  if ("json" in frame) return { data: Buffer.from(JSON.stringify(frame.json)), binary: false };
  if ("text" in frame) return { data: Buffer.from(frame.text), binary: false };
  return "binary" in frame
    ? { data: Buffer.from(frame.binary, "base64"), binary: true }
    : { data: Buffer.from(frame.textBytes, "base64"), binary: false };
}

/** Holds what a client wrote by itself to what a vector says: JSON may be written in many ways. */
export function expectFrame(found: Frame, wanted: FrameText): void {
  const { data, binary } = frameOf(wanted);
  expect(found.binary).toBe(binary);
  if ("json" in wanted) {
    expect(JSON.parse(found.data.toString())).toEqual(wanted.json);
  } else {
    expect(spelt(found)).toBe(spelt({ data, binary }));
  }
}

/** Holds what was passed on to what was sent: the same bytes. */
export function expectSameFrame(found: Frame, wanted: FrameText): void {
  expect(spelt(found)).toBe(spelt(frameOf(wanted)));
}

function spelt({ data, binary }: Frame): string {
  return binary ? `binary ${data.toString("hex")}` : `text ${data.toString("latin1")}`;
}

/** A payload of a vector as a program has it: `{"$base64": "AAE="}` stands for bytes. */
export function payloadOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(payloadOf);
  if ("$base64" in value) return new Uint8Array(Buffer.from(String(value.$base64), "base64"));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, payloadOf(inner)]));
}

/** The same with `id` in the place of every text `"<id>"`. */
export function withId<Value>(value: Value, id: unknown): Value {
  const text = JSON.stringify(value);
  return JSON.parse(text.replaceAll('"<id>"', () => JSON.stringify(id)));
}

/** The id that a client put into a JSON frame: a text or number that is not empty. */
export function idIn({ data }: Frame, pointer: string): unknown {
  const id = pointer
    .split("/")
    .slice(1)
    .reduce<unknown>((value, key) => Object(value)[key], JSON.parse(data.toString()));
  expect(typeof id === "number" || (typeof id === "string" && id !== "")).toBe(true);
  return id;
}
