import { Writable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { expect, it } from "vitest";

import { MAX_WAITING_BYTES, WriteBatch } from "../../runtime/frames/write-batch.ts";

/** Sockets whose calls of the system are noted, in order: who was written to, and what. */
function sockets(...names: readonly string[]) {
  const calls: string[] = [];
  const open = (name: string): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        calls.push(`${name} ${chunk.length < 9 ? chunk.toString() : chunk.length}`);
        done();
      },
      writev(chunks, done) {
        calls.push(`${name} ${chunks.map(({ chunk }) => String(chunk)).join("")}`);
        done();
      },
    });
  return { calls, opened: names.map(open) };
}

function batchOf(...names: readonly string[]) {
  const { calls, opened } = sockets(...names);
  const batch = new WriteBatch();
  const write = (at: number, text: string): void => {
    const socket = opened[at];
    if (socket === undefined) throw new Error(`no socket ${at}`);
    batch.write(socket, Buffer.from(text), null);
  };
  return { calls, batch, write };
}

it("short writes go out together when every socket was read, and those to one socket in one call", async () => {
  const { calls, batch, write } = batchOf("a", "b");

  write(0, "one");
  batch.end();
  write(1, "two");
  batch.end();
  write(0, "three");
  batch.end();
  expect(calls).toEqual([]);
  await turn();

  expect(calls).toEqual(["a onethree", "b two"]);
});

it("what is written between chunks goes out by itself", async () => {
  const { calls, write } = batchOf("a");

  write(0, "ping");
  await turn();
  write(0, "pong");
  await turn();

  expect(calls).toEqual(["a ping", "a pong"]);
});

it("a long write goes out at once, behind what waits", () => {
  const { calls, write } = batchOf("a", "b");

  write(0, "before");
  write(1, "x".repeat(MAX_WAITING_BYTES + 1));

  expect(calls.toSorted()).toEqual(["a before", `b ${MAX_WAITING_BYTES + 1}`]);
});

it("the pieces of a chunk are not torn apart, however long they are", () => {
  const { calls, batch, write } = batchOf("a");

  batch.expectMore();
  write(0, "x".repeat(MAX_WAITING_BYTES));
  write(0, "yy");
  expect(calls).toEqual([]);
  batch.end();

  expect(calls).toEqual([`a ${"x".repeat(MAX_WAITING_BYTES)}yy`]);
});

it("nobody waits for more than 64 sockets", () => {
  const names = Array.from({ length: 64 }, (_, index) => `s${index}`);
  const { calls, write } = batchOf(...names);

  for (let at = 0; at < 63; at += 1) write(at, "x");
  expect(calls).toEqual([]);
  write(63, "x");

  expect(calls).toEqual(names.map((name) => `${name} x`));
});

it("what takes its time lets go out what waits", () => {
  const { calls, batch, write } = batchOf("a");

  write(0, "x");
  batch.flush();

  expect(calls).toEqual(["a x"]);
});
