import { Buffer } from "node:buffer";

import { Dice } from "../acceptors/random.ts";
import type { Chunking } from "./streams.ts";

/** Beyond this, a stream is not cut into single bytes: it would take all the time there is. */
const MAX_SINGLE_BYTES = 7_000;

/** Cuts a stream into the chunks in which it arrives; `starts`: where its frames begin. */
export function cutIntoChunks(
  bytes: Buffer,
  starts: readonly number[],
  chunking: Chunking,
  seed: number,
): readonly Buffer[] {
  const dice = new Dice(seed);
  const ends = endsOf(bytes.length, starts, chunking, dice);
  const chunks: Buffer[] = [];
  let from = 0;
  for (const end of [...ends, bytes.length]) {
    if (end <= from || end > bytes.length) continue;
    chunks.push(bytes.subarray(from, end));
    from = end;
  }
  return chunks;
}

/** A chunk in memory of its own, at any place in it, because engines work word by word and in place. */
export function copyChunk(chunk: Buffer, offset: number): Buffer {
  const memory = Buffer.alloc(offset + chunk.length + (offset & 3), 0xee);
  const copy = memory.subarray(offset, offset + chunk.length);
  chunk.copy(copy);
  return copy;
}

function endsOf(
  length: number,
  starts: readonly number[],
  chunking: Chunking,
  dice: Dice,
): readonly number[] {
  switch (chunking) {
    case "whole":
      return [];
    case "byte by byte":
      return length > MAX_SINGLE_BYTES ? steps(length, 4_000, dice) : steps(length, 1, dice);
    case "small":
      return steps(length, length > 20_000 ? 2_000 : 40, dice);
    case "large":
      return steps(length, Math.max(200, length / 2), dice);
    case "inside headers":
      return starts.map((start) => start + dice.below(15));
  }
}

function steps(length: number, longest: number, dice: Dice): readonly number[] {
  const ends: number[] = [];
  for (let at = 1 + dice.below(longest); at < length; at += 1 + dice.below(longest)) ends.push(at);
  return ends;
}
