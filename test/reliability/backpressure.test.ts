/** T-BP: peers that do not read hold up who writes to them, and nobody else, and are cut in time. */
import { afterAll, beforeAll, expect, it } from "vitest";

import { createRawPeer, frameBytes } from "../frames/raw-peer.ts";
import { apiDocument } from "../helpers/api-document.ts";
import { attackGateway, type AttackedGateway, type Pair } from "./attacked-gateway.ts";
import { startNeighbour } from "./neighbour.ts";

/** 200 readers who have ten seconds are the figure to reach. */
const READERS = Number(process.env["FRAMEGATE_SLOW_READERS"] ?? "60");
const SLOW_SECONDS = Number(process.env["FRAMEGATE_SLOW_SECONDS"] ?? "3");
const MESSAGE_BYTES = 60_000;
/** What each firehose would send: 16 MiB. */
const MESSAGES = 280;
/** 256 KiB and a message for each, and what the process itself needs. */
const MAX_GROWTH_MIB = 128;

let gateway: AttackedGateway;

beforeAll(async () => {
  const { limits } = apiDocument();
  gateway = await attackGateway(apiDocument({ limits: { ...limits, slowSeconds: SLOW_SECONDS } }));
});
afterAll(() => gateway.stop());

it.each(["client", "backend"] as const)(
  `${READERS} %s sockets that do not read cost at most ${MAX_GROWTH_MIB} MiB and are cut with 1013`,
  async (slow) => {
    const before = await gateway.memory();
    const pairs: Pair[] = [];
    while (pairs.length < READERS) pairs.push(await gateway.open());
    const firehose = slow === "client" ? "backend" : "client";
    const startedAtMs = performance.now();
    for (const pair of pairs) pour(pair, firehose);
    await new Promise((resolve) => setTimeout(resolve, (SLOW_SECONDS * 1000) / 2));
    const growth = (await gateway.memory()) - before;
    // Not before: until every buffer is full, it is this process that is busy.
    const neighbour = await startNeighbour(gateway);

    const closes = pairs.map((pair) => closeOf(pair, firehose));
    // Behind all that it did not read: megabytes, so that a few have to do.
    const late = pairs.slice(0, 3).map(async (pair, index) => {
      await closes[index];
      return closeOf(pair, slow);
    });
    const ends = await Promise.all(closes);
    const seconds = (performance.now() - startedAtMs) / 1000;
    const worstMs = await neighbour.stop();

    console.log(
      `T-BP ${READERS} slow ${slow} sockets: ${Math.round(growth / 2 ** 20)} MiB more, all cut after ` +
        `${seconds.toFixed(1)} s, a neighbour's worst echo ${Math.round(worstMs)} ms`,
    );
    expect(growth).toBeLessThan(MAX_GROWTH_MIB * 2 ** 20);
    expect(await gateway.metric("framegate_refusals_total", 'code="TOO_SLOW"')).toBeGreaterThan(
      READERS - 1,
    );
    expect(ends).toEqual(pairs.map(() => ({ code: 1001, reason: "" })));
    expect(await Promise.all(late)).toEqual(
      late.map(() => ({ code: 1013, reason: '{"e":"TOO_SLOW"}' })),
    );
    expect(seconds).toBeGreaterThan(SLOW_SECONDS - 0.5);
    // Generous: the neighbour shares its process with all these peers.
    expect(worstMs).toBeLessThan(5_000);
    for (const pair of pairs) pair[slow].destroy();
  },
  60_000,
);

it("a reader that wakes up in time gets every message, in order", async () => {
  const { client, backend } = await gateway.open();
  const writer = createRawPeer(backend, false);
  for (let index = 0; index < 200; index += 1) {
    writer.write({ payload: `${index} ${"x".repeat(20_000)}` });
  }
  await new Promise((resolve) => setTimeout(resolve, (SLOW_SECONDS * 1000) / 3));
  const reader = createRawPeer(client, true);
  client.resume();
  for (let index = 0; index < 200; index += 1) {
    const { payload } = await reader.frame();
    expect(payload.subarray(0, payload.indexOf(" ")).toString()).toBe(String(index));
  }
  client.destroy();
});

/** What one end is told at last, when it reads. */
function closeOf(pair: Pair, end: keyof Pair) {
  const peer = createRawPeer(pair[end], end === "client");
  pair[end].resume();
  return peer.close();
}

/** Writes as fast as the kernel takes it, until all is sent or the socket ends. */
function pour(pair: Pair, from: keyof Pair): void {
  const socket = pair[from];
  const frame = frameBytes(
    { opcode: 2, payload: new Uint8Array(MESSAGE_BYTES) },
    from === "client",
  );
  let sent = 0;
  const write = (): void => {
    while (sent < MESSAGES && socket.writable) {
      sent += 1;
      if (!socket.write(frame)) {
        socket.once("drain", write);
        return;
      }
    }
  };
  write();
}
