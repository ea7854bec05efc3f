import type { Buffer } from "node:buffer";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import fc from "fast-check";

import type { AttackedGateway, Pair } from "../../reliability/attacked-gateway.ts";
import { streamBytes } from "./frame-bytes.ts";
import { malformedHandshake } from "./malformed-handshakes.ts";
import { anyStream } from "./streams.ts";

/** Connections that are open at once. */
const TOGETHER = 150;
/** A connection that the gateway is right to keep open is cut by us after so long. */
const PATIENCE_MS = 100;

/**
 * Opens so many connections to a gateway, of each 5 of them 3 with a malformed handshake, 1 with malformed frames from
 * its client and 1 from its backend. Returns how many connections were relayed.
 */
export async function attackConnections(
  gateway: AttackedGateway,
  count: number,
  seed: number,
): Promise<number> {
  const streams = fc.sample(anyStream, { numRuns: Math.ceil((count * 2) / 5), seed });
  let next = 0;
  let relayed = 0;
  const attack = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      const stream = index % 5 < 3 ? undefined : streams.pop();
      if (stream === undefined) {
        await attackHandshake(gateway.process.port, malformedHandshake(seed + index));
        continue;
      }
      const from = index % 5 === 3 ? "client" : "backend";
      const { bytes } = streamBytes(stream.frames, from, stream.seed);
      await attackFrames(await gateway.open(), from, bytes);
      relayed += 1;
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, attack));
  return relayed;
}

async function attackHandshake(port: number, bytes: Buffer): Promise<void> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  socket.on("error", () => {});
  await writeAndWait(socket, bytes, "data");
  socket.resetAndDestroy();
}

async function attackFrames(pair: Pair, from: keyof Pair, bytes: Buffer): Promise<void> {
  for (const socket of [pair.client, pair.backend]) socket.resume();
  await writeAndWait(pair[from], bytes, "end");
  pair.client.resetAndDestroy();
  pair.backend.resetAndDestroy();
}

/** Until there is an answer, or the socket is gone, or patience. */
async function writeAndWait(socket: Socket, bytes: Buffer, answer: "data" | "end"): Promise<void> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const events = [answer, "close"].map((event) => once(socket, event, { signal: patience }));
  socket.write(bytes);
  await Promise.any(events).catch(() => {});
  for (const event of events) event.catch(() => {});
}
