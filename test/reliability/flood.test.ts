/** T-FLOOD: control frames cost a peer its connection and nobody else anything (RFC 6455 section 5.5). */
import { afterAll, beforeAll, expect, it } from "vitest";

import { createRawPeer, frameBytes, type FrameParts } from "../frames/raw-peer.ts";
import { apiDocument } from "../helpers/api-document.ts";
import { attackGateway, type AttackedGateway } from "./attacked-gateway.ts";
import { startNeighbour } from "./neighbour.ts";

const FRAMES = 100_000;
/** Frames of one write, so that the flood is a stream and not one chunk. */
const BATCH = 2_000;

let gateway: AttackedGateway;

beforeAll(async () => {
  gateway = await attackGateway(apiDocument());
});
afterAll(() => gateway.stop());

const FLOODS: readonly { readonly name: string; readonly frame: FrameParts }[] = [
  { name: "pings", frame: { opcode: 9, payload: "x".repeat(125) } },
  { name: "empty pings", frame: { opcode: 9 } },
  { name: "pongs that nobody asked for", frame: { opcode: 10 } },
  { name: "empty continuation frames", frame: { opcode: 0, fin: false } },
];

it.each(
  FLOODS.flatMap((flood) => [
    { ...flood, from: "client" as const },
    { ...flood, from: "backend" as const },
  ]),
)("100,000 $name from a $from end its connection with 1008", async ({ name, frame, from }) => {
  const neighbour = await startNeighbour(gateway);
  const pair = await gateway.open();
  const peer = createRawPeer(pair[from], from === "client");
  pair[from].resume();
  if (name === "empty continuation frames")
    peer.write({ opcode: 1, fin: false, payload: "begins" });
  const batch = Buffer.concat(
    Array.from({ length: BATCH }, () => frameBytes(frame, from === "client")),
  );
  for (let sent = 0; sent < FRAMES && pair[from].writable; sent += BATCH) pair[from].write(batch);

  const close = await peer.close();
  const worstMs = await neighbour.stop();

  expect(close).toEqual({ code: 1008, reason: '{"e":"POLICY"}' });
  // A neighbour's worst round trip; generous, because the machine is shared.
  expect(worstMs).toBeLessThan(1_000);
});

it("100,000 close frames are answered by one", async () => {
  const { client } = await gateway.open();
  const peer = createRawPeer(client, true);
  client.resume();
  const closes = Buffer.concat(
    Array.from({ length: BATCH }, () =>
      frameBytes({ opcode: 8, payload: Buffer.from([3, 232]) }, true),
    ),
  );
  for (let sent = 0; sent < FRAMES && client.writable; sent += BATCH) client.write(closes);

  expect(await peer.close()).toMatchObject({ code: 1000 });
  expect(await peer.close()).toBeNull();
});
