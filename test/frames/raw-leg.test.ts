import { describe, expect, it, onTestFinished } from "vitest";

import { createFakeClock } from "../helpers/fake-clock.ts";
import { legSuite } from "./leg-suite.ts";
import { LIMITS } from "./open-leg.ts";
import { openRaw } from "./open-raw.ts";
import { createRawPeer, frameBytes } from "./raw-peer.ts";
import { recordEvents } from "./record-events.ts";
import { turns } from "./turns.ts";

legSuite("raw", openRaw);

/** A leg, its peer and what it tells. */
async function open(role: "client" | "backend", heartbeatIntervalMs = 0) {
  const clock = createFakeClock();
  const opened = await openRaw({ role, limits: LIMITS, clock, heartbeatIntervalMs });
  onTestFinished(opened.stop);
  const recording = recordEvents(opened.leg);
  recording.listen();
  const peer = createRawPeer(opened.peerSocket, role === "client");
  return { ...opened, ...recording, peer, clock };
}

describe.each(["client", "backend"] as const)("our engine, towards a %s", (role) => {
  const masks = role === "client";

  it.each([
    { given: "a length of 5 in 16 bits", bytes: [0x81, 126, 0, 5] },
    { given: "a length of 125 in 16 bits", bytes: [0x81, 126, 0, 125] },
    { given: "a length of 5 in 64 bits", bytes: [0x82, 127, 0, 0, 0, 0, 0, 0, 0, 5] },
    { given: "a length of 65,535 in 64 bits", bytes: [0x82, 127, 0, 0, 0, 0, 0, 0, 255, 255] },
    { given: "a length with its top bit set", bytes: [0x82, 127, 128, 0, 0, 0, 0, 0, 0, 5] },
  ])("refuses $given, which ws lets pass or calls too big", async ({ bytes }) => {
    const { peer, happens } = await open(role);
    const [first = 0, second = 0, ...length] = bytes;
    const header = Buffer.from([first, second | (masks ? 0x80 : 0), ...length]);

    peer.socket.write(Buffer.concat([header, Buffer.alloc(masks ? 4 : 0)]));

    expect(await happens(1)).toEqual(["refused PROTOCOL_ERROR"]);
  });

  it("refuses the mask that the other role must use", async () => {
    const { peer, happens } = await open(role);

    peer.socket.write(frameBytes({ payload: "x" }, !masks));

    expect(await happens(1)).toEqual(["refused PROTOCOL_ERROR"]);
    expect((await peer.close())?.code).toBe(1002);
  });

  it("reads frames whose bytes come one by one", async () => {
    const { peer, happens } = await open(role);
    const frames = [
      frameBytes({ payload: "é".repeat(80) }, masks),
      frameBytes({ payload: "", opcode: 2 }, masks),
      frameBytes({ payload: "end" }, masks),
    ];

    for (const byte of Buffer.concat(frames)) peer.socket.write(Buffer.from([byte]));

    expect(await happens(3)).toEqual([`text ${"é".repeat(80)}`, "binary ", "text end"]);
  });

  it("tells that text is none before its last fragment has come", async () => {
    const { peer, happens } = await open(role);

    peer.write({ payload: Buffer.from([0x61, 0xf4]), fin: false });
    peer.write({ opcode: 0, payload: Buffer.from([0x90]), fin: false });

    expect(await happens(1)).toEqual(["refused TEXT_INVALID"]);
  });

  it("takes characters that fragments cut apart", async () => {
    const { peer, happens } = await open(role);
    const text = Buffer.from("a😀z");

    peer.write(
      { payload: text.subarray(0, 2), fin: false },
      { opcode: 0, payload: text.subarray(2, 4), fin: false },
      { opcode: 0, payload: text.subarray(4) },
    );

    expect(await happens(1)).toEqual(["text a😀z"]);
  });

  it("says goodbye to a peer that ends its side without a word", async () => {
    const { peer, happens } = await open(role);

    peer.socket.end();

    expect(await happens(1)).toEqual(["closed 1006 "]);
  });

  it("tells what came before the end, also to who reads late", async () => {
    const { leg, peer, happens } = await open(role);

    leg.pause();
    peer.write({ payload: "last" }, { opcode: 8, payload: Buffer.from([0x03, 0xe8]) });
    peer.socket.end();
    await turns(50);
    leg.resume();

    expect(await happens(2)).toEqual(["text last", "closed 1000 "]);
  });

  it("cuts a peer that says goodbye and stays", async () => {
    const { peer, clock, happens } = await open(role);
    peer.socket.allowHalfOpen = true;

    peer.write({ opcode: 8, payload: Buffer.from([0x03, 0xe8]) });
    await peer.close();
    clock.advance(5_000);

    expect(await happens(1)).toEqual(["closed 1000 "]);
    expect(clock.pending).toBe(0);
  });
});
