import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";

import type { Leg, LegLimits } from "../../runtime/frames/leg.ts";
import { createFakeClock, type FakeClock } from "../helpers/fake-clock.ts";
import { LIMITS, type OpenLeg } from "./open-leg.ts";
import { createRawPeer, type RawPeer } from "./raw-peer.ts";
import { recordEvents, type RecordedEvents } from "./record-events.ts";
import { REFUSED } from "./refused-frames.ts";
import { turns } from "./turns.ts";

interface Opened extends RecordedEvents {
  readonly leg: Leg;
  readonly peer: RawPeer;
  readonly clock: FakeClock;
}

/** What every engine must do; each engine's test file calls this with its own way to open a leg. */
export function legSuite(engine: string, openLeg: OpenLeg): void {
  const stops: (() => void)[] = [];
  afterEach(() => {
    for (const stop of stops.splice(0)) stop();
  });

  const open = async (
    role: "client" | "backend",
    changes: Partial<LegLimits> = {},
    listens = true,
  ): Promise<Opened> => {
    const clock = createFakeClock();
    const limits = { ...LIMITS, ...changes };
    const opened = await openLeg({ role, limits, clock, heartbeatIntervalMs: 30_000 });
    stops.push(opened.stop);
    const recording = recordEvents(opened.leg);
    if (listens) recording.listen();
    const peer = createRawPeer(opened.peerSocket, role === "client");
    return { leg: opened.leg, peer, clock, ...recording };
  };

  describe.each(["client", "backend"] as const)(`${engine}, towards a %s`, (role) => {
    it("gives whole messages of both kinds, in order, fragments put together", async () => {
      const { peer, happens } = await open(role);

      peer.write(
        { payload: "one" },
        { opcode: 2, payload: Buffer.from([1, 2]) },
        { payload: "th", fin: false },
        { opcode: 9, payload: "between" },
        { opcode: 0, payload: "ree" },
        { payload: "" },
      );

      expect(await happens(4)).toEqual(["text one", "binary 0102", "text three", "text "]);
    });

    it("loses nothing that came before it was listened to", async () => {
      const { peer, happens, listen } = await open(role, {}, false);
      peer.write({ payload: "early" }, { payload: "bird" });
      await turns(5);

      listen();

      expect(await happens(2)).toEqual(["text early", "text bird"]);
    });

    it("pushes back on its peer before it is listened to", async () => {
      const { peer } = await open(role, {}, false);

      peer.socket.write(Buffer.alloc(32_000_000));
      await turns(200);

      expect(peer.socket.writableLength).toBeGreaterThan(0);
    });

    it("closes in order even while its reading is paused", async () => {
      const { leg, peer, happens } = await open(role);

      leg.pause();
      leg.close(1000, "");
      await peer.close();
      peer.write({ opcode: 8, payload: Buffer.from([0x03, 0xe8]) });
      peer.socket.end();

      expect(await happens(1)).toEqual(["closed 1000 "]);
    });

    it("sends whole messages", async () => {
      const { leg, peer } = await open(role);

      leg.send("text", Buffer.from("hello"));
      leg.send("binary", Buffer.alloc(70_000, 7));

      expect(await peer.frame()).toEqual({
        fin: true,
        opcode: 1,
        payload: Buffer.from("hello"),
      });
      expect((await peer.frame()).payload).toEqual(Buffer.alloc(70_000, 7));
    });

    it("answers pings with their payload", async () => {
      const { peer } = await open(role);

      peer.write({ opcode: 9, payload: "you there?" });

      expect(await peer.frame()).toMatchObject({
        opcode: 10,
        payload: Buffer.from("you there?"),
      });
    });

    it.each(REFUSED)("refuses $given", async ({ frames, want }) => {
      const { peer, happens } = await open(role);

      peer.write(...frames);

      expect(await happens(1)).toEqual([`refused ${want.refused}`]);
      expect(await peer.close()).toEqual({
        code: want.code,
        reason: `{"e":"${want.refused}"}`,
      });
    });

    it("allows ten control frames in each second", async () => {
      const { peer, clock, happens } = await open(role);
      const pongs = Array.from({ length: 10 }, () => ({ opcode: 10 }));

      peer.write(...pongs, { payload: "first" });
      await happens(1);
      clock.advance(1_000);
      peer.write(...pongs, { payload: "second" });

      expect(await happens(2)).toEqual(["text first", "text second"]);
    });

    it("reads nothing while it is paused, and everything afterwards", async () => {
      const { leg, peer, events, happens } = await open(role);

      leg.pause();
      peer.write({ payload: "late" });
      await turns(20);
      expect(events).toEqual([]);
      leg.resume();

      expect(await happens(1)).toEqual(["text late"]);
    });

    it("counts what the peer does not read, and says when it has", async () => {
      const { leg, peer, happens } = await open(role);
      peer.socket.pause();

      // Kernels take some megabytes before they push back.
      for (let sent = 0; sent < 400 && leg.unsentBytes < 1_000_000; sent += 1) {
        leg.send("binary", Buffer.alloc(100_000));
        await turns(1);
      }
      expect(leg.unsentBytes).toBeGreaterThan(LIMITS.lowWaterBytes);
      peer.socket.resume();

      expect(await happens(1)).toEqual(["drained"]);
      expect(leg.unsentBytes).toBeLessThanOrEqual(LIMITS.lowWaterBytes);
    });

    it("writes what it has accepted before its close frame", async () => {
      const { leg, peer, happens } = await open(role);

      leg.send("text", Buffer.from("last words"));
      leg.close(4001, "over");
      leg.send("text", Buffer.from("never"));

      expect((await peer.frame()).payload.toString()).toBe("last words");
      expect(await peer.close()).toEqual({ code: 4001, reason: "over" });
      peer.write({ opcode: 8, payload: Buffer.from([0x0f, 0xa1]) });
      peer.socket.end();
      expect(await happens(1)).toEqual(["closed 4001 "]);
    });

    it("closes without a code where there is none", async () => {
      const { leg, peer } = await open(role);

      leg.close(null, "");

      expect(await peer.close()).toEqual({ code: null, reason: "" });
    });

    it("never throws for a close that cannot be sent", async () => {
      const { leg, peer } = await open(role);

      leg.close(1006, "é".repeat(100));

      expect(await peer.close()).toEqual({ code: 1011, reason: "é".repeat(61) });
    });

    it("gives the peer's code and reason, once", async () => {
      const { peer, happens } = await open(role);

      peer.write({ opcode: 8, payload: Buffer.from("\u000f\u00a0bye", "latin1") });
      await peer.close();
      peer.socket.end();

      expect(await happens(1)).toEqual(["closed 4000 bye"]);
    });

    it("says 1005 for a close without a code and 1006 for a connection that is lost", async () => {
      const polite = await open(role);
      const gone = await open(role);

      polite.peer.write({ opcode: 8 });
      polite.peer.socket.end();
      gone.peer.socket.resetAndDestroy();

      expect(await polite.happens(1)).toEqual(["closed 1005 "]);
      expect(await gone.happens(1)).toEqual(["closed 1006 "]);
    });

    it("ignores messages that come after it began to close", async () => {
      const { leg, peer, happens } = await open(role);

      leg.close(1000, "");
      await peer.close();
      peer.write({ payload: "too late" }, { opcode: 8, payload: Buffer.from([0x03, 0xe8]) });
      peer.socket.end();

      expect(await happens(1)).toEqual(["closed 1000 "]);
    });

    it("cuts a peer that does not answer its close frame within 5 s", async () => {
      const { leg, peer, clock, events, happens } = await open(role);

      leg.pause();
      leg.close(1000, "");
      await peer.close();
      clock.advance(4_999);
      expect(events).toEqual([]);
      clock.advance(1);

      expect(await happens(1)).toEqual(["closed 1006 "]);
    });

    it("pings every 30 s and cuts a peer that is silent for as long again", async () => {
      const { peer, clock, events, happens } = await open(role);

      clock.advance(30_000);
      expect((await peer.frame()).opcode).toBe(9);
      peer.write({ opcode: 10 }, { payload: "alive" });
      await happens(1);
      clock.advance(30_000);
      expect((await peer.frame()).opcode).toBe(9);
      expect(events).toEqual(["text alive"]);
      clock.advance(30_000);

      expect(await happens(2)).toEqual(["text alive", "closed 1006 "]);
    });

    it("does not take for dead a peer whose answers it does not read", async () => {
      const { leg, clock, peer, happens } = await open(role);

      leg.pause();
      clock.advance(120_000);
      leg.resume();
      peer.write({ payload: "still here" });

      expect(await happens(1)).toEqual(["text still here"]);
    });

    it("leaves no timer when it is closed", async () => {
      const { leg, clock, happens } = await open(role);

      leg.terminate();
      await happens(1);

      expect(clock.pending).toBe(0);
    });
  });

  it(`${engine} masks what it sends to a backend and nothing that it sends to a client`, async () => {
    for (const role of ["client", "backend"] as const) {
      const { leg, peer } = await open(role);
      const arrived = once(peer.socket, "data");

      leg.send("text", HELLO);

      const [chunk]: readonly unknown[] = await arrived;
      const second = Buffer.isBuffer(chunk) ? (chunk[1] ?? 0) : 0;
      expect((second & 0x80) !== 0).toBe(role === "backend");
    }
    expect(HELLO.toString()).toBe("hello");
  });
}

const HELLO = Buffer.from("hello");
