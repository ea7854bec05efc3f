/** T-MEM: what peers send and never finish costs the gateway little, on both legs (RFC 6455 section 5.4). */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Socket } from "node:net";

import { apiDocument } from "../helpers/api-document.ts";
import { frameBytes, type FrameParts } from "../frames/raw-peer.ts";
import { attackGateway, type AttackedGateway, type Pair } from "./attacked-gateway.ts";

/** Sockets of each attack. */
const ATTACKERS = Number(process.env["FRAMEGATE_MEMORY_ATTACKERS"] ?? "1000");
const MAX_GROWTH = 128 * 1024 * 1024;
const LIMITS = apiDocument().limits;

let gateway: AttackedGateway;

beforeAll(async () => {
  gateway = await attackGateway(apiDocument());
});
afterAll(() => gateway.stop());

/** Bytes of one attacker: as much as the limits let it keep unfinished. */
const ATTACKS: readonly {
  readonly name: string;
  readonly bytes: (masks: boolean, messageBytes: number) => Buffer;
}[] = [
  {
    name: "messages of one-byte fragments that never end",
    bytes: (masks) => fragments(LIMITS.fragments, 1, masks),
  },
  {
    name: "fragmented messages that stop just before the limit",
    bytes: (masks, messageBytes) => fragments(128, Math.floor(messageBytes / 128) - 1, masks),
  },
  {
    name: "frames that lack their last byte",
    bytes: (masks, messageBytes) => {
      const whole = frameBytes({ opcode: 2, payload: new Uint8Array(messageBytes) }, masks);
      return whole.subarray(0, -1);
    },
  },
  {
    name: "headers that claim the longest message and bring nothing",
    bytes: (masks, messageBytes) =>
      frameBytes({ opcode: 2, payload: "", claimedLength: messageBytes }, masks),
  },
];

it.each(
  ATTACKS.flatMap((attack) => [
    { ...attack, from: "client" as const },
    { ...attack, from: "backend" as const },
  ]),
)(
  "$name, from $from sockets, cost at most 128 MiB",
  async ({ name, bytes, from }) => {
    const isClient = from === "client";
    const limit = LIMITS.messageBytes[isClient ? "clientToServer" : "serverToClient"];
    const payload = bytes(isClient, limit);
    const before = await gateway.memory();
    const pairs = await openMany(ATTACKERS);
    await Promise.all(pairs.map((pair) => writeAll(pair[from], payload)));

    const growth = (await settledMemory()) - before;

    console.log(
      `T-MEM ${ATTACKERS} ${from} sockets, ${name}: +${Math.round(growth / 2 ** 20)} MiB`,
    );
    expect(growth).toBeLessThan(MAX_GROWTH);
    expect(await stillRelays()).toBe(true);
    for (const pair of pairs) pair[from].destroy();
  },
  120_000,
);

function fragments(count: number, size: number, masks: boolean): Buffer {
  const payload = new Uint8Array(size);
  const parts = Array.from({ length: count }, (_, index): FrameParts => ({
    opcode: index === 0 ? 2 : 0,
    fin: false,
    payload,
  }));
  return Buffer.concat(parts.map((part) => frameBytes(part, masks)));
}

async function openMany(count: number): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  while (pairs.length < count) {
    pairs.push(await gateway.open());
  }
  return pairs;
}

/** The most that was seen until it stands still: the gateway still reads when the kernel has taken all. */
async function settledMemory(): Promise<number> {
  let most = 0;
  let quiet = 0;
  while (quiet < 5) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const now = await gateway.memory();
    quiet = now > most + 2 ** 20 ? 0 : quiet + 1;
    most = Math.max(most, now);
  }
  return most;
}

/** Until the kernel has taken everything, or the gateway has cut the socket. */
function writeAll(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    socket.once("close", () => resolve());
    socket.resume();
    socket.write(bytes, () => resolve());
  });
}

async function stillRelays(): Promise<boolean> {
  const { client, backend } = await gateway.open();
  const arrived = new Promise<boolean>((resolve) => {
    backend.once("data", () => resolve(true));
    backend.once("close", () => resolve(false));
  });
  backend.resume();
  client.write(frameBytes({ payload: "still here" }, true));
  const answer = await arrived;
  client.destroy();
  return answer;
}
