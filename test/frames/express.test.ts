import { describe, expect, it, onTestFinished } from "vitest";

import type { Express, FrameKind, Leg } from "../../runtime/frames/leg.ts";
import { createFakeClock } from "../helpers/fake-clock.ts";
import { LIMITS } from "./open-leg.ts";
import { openRaw } from "./open-raw.ts";
import { createRawPeer, type FrameParts, frameBytes, type RawPeer } from "./raw-peer.ts";
import { turns } from "./turns.ts";

type Role = "client" | "backend";

/** What a message of a test begins with, if it is not to go the short way. */
const DECLINED = "?";

interface Pair {
  readonly from: Leg;
  readonly to: Leg;
  readonly sender: RawPeer;
  readonly receiver: RawPeer;
  /** What the listener of `from` was told, in order. */
  readonly told: readonly string[];
}

async function leg(role: Role, messageBytes: number) {
  const clock = createFakeClock();
  const limits = { ...LIMITS, messageBytes };
  const opened = await openRaw({ role, limits, clock, heartbeatIntervalMs: 0 });
  onTestFinished(opened.stop);
  return { leg: opened.leg, peer: createRawPeer(opened.peerSocket, role === "client") };
}

/** Two legs; what comes from `role` goes to the other where it is accepted, or is told. */
async function join(
  role: Role,
  changes: Partial<Express> = {},
  messageBytes = 100_000,
): Promise<Pair> {
  const from = await leg(role, messageBytes);
  const to = await leg(role === "client" ? "backend" : "client", messageBytes);
  const told: string[] = [];
  const express: Express = {
    to: to.leg,
    accepts: (_, bytes, start, end) =>
      Buffer.from(bytes.subarray(start, end)).toString()[0] !== DECLINED,
    forwarded: () => told.push("forwarded"),
    ...changes,
  };
  const ignore = (): void => undefined;
  const listener = { drained: ignore, refused: ignore, closed: ignore };
  to.leg.listen({ ...listener, message: ignore });
  from.leg.listen({
    ...listener,
    express,
    message: (kind, payload) => {
      told.push(`${kind} ${Buffer.from(payload).toString()}`);
      to.leg.send(kind, Buffer.from(payload));
    },
    refused: (code) => told.push(`refused ${code}`),
  });
  return { from: from.leg, to: to.leg, sender: from.peer, receiver: to.peer, told };
}

async function payloads(peer: RawPeer, count: number): Promise<readonly string[]> {
  const texts: string[] = [];
  for (let i = 0; i < count; i += 1) texts.push((await peer.frame()).payload.toString());
  return texts;
}

describe.each(["client", "backend"] as const)(
  "messages of a %s that may go on as they lie",
  (role) => {
    const masks = role === "client";

    it("are written on without being told, in one run a chunk", async () => {
      const { sender, receiver, told } = await join(role);

      sender.write({ payload: "one" }, { payload: "two", opcode: 2 }, { payload: "" });

      expect(await payloads(receiver, 3)).toEqual(["one", "two", ""]);
      expect(told).toEqual(["forwarded"]);
    });

    it("keep their order among those that are told", async () => {
      const { sender, receiver, told } = await join(role);

      sender.write({ payload: "a" }, { payload: "?b" }, { payload: "?c" }, { payload: "d" });

      expect(await payloads(receiver, 4)).toEqual(["a", "?b", "?c", "d"]);
      expect(told).toEqual(["forwarded", "text ?b", "text ?c", "forwarded"]);
    });

    it("are asked about once each, in order, whatever the answer", async () => {
      const asked: string[] = [];
      const { sender, receiver } = await join(role, {
        accepts(kind: FrameKind, bytes, start, end) {
          const text = Buffer.from(bytes.subarray(start, end)).toString();
          asked.push(`${kind} ${text}`);
          return text[0] !== DECLINED;
        },
      });

      sender.write(
        { payload: "a" },
        { payload: "?b" },
        { payload: "c", opcode: 2 },
        { payload: "?" },
      );
      await payloads(receiver, 4);

      expect(asked).toEqual(["text a", "text ?b", "binary c", "text ?"]);
    });

    it("arrive whole wherever chunks end, and of whatever length", async () => {
      const { sender, receiver } = await join(role);
      const lengths = [0, 1, 3, 7, 8, 9, 125, 126, 127, 500, 4_000, 65_535, 65_536, 70_001];
      const texts = lengths.flatMap((length) => [
        Buffer.alloc(length, `${length}.`).toString(),
        `?${length}`,
      ]);
      const bytes = Buffer.concat(texts.map((payload) => frameBytes({ payload }, masks)));

      const arriving = payloads(receiver, texts.length);
      for (let at = 0, size = 1; at < bytes.length; at += size, size = (size * 7 + 3) % 9_973) {
        sender.socket.write(bytes.subarray(at, at + size));
        await turns(1);
      }

      expect(await arriving).toEqual(texts);
    });

    it("wait while who took the last ones has had enough", async () => {
      const pair: { from: Leg | null } = { from: null };
      const joined = await join(role, { forwarded: () => pair.from?.pause() });
      pair.from = joined.from;

      joined.sender.write({ payload: "a" }, { payload: "?b" });
      await turns(20);
      expect(joined.told).toEqual([]);
      joined.from.resume();

      expect(await payloads(joined.receiver, 2)).toEqual(["a", "?b"]);
      expect(joined.told).toEqual(["text ?b"]);
    });

    it("go to a leg of another engine one by one", async () => {
      const sent: string[] = [];
      const other = await join(role);
      const to: Leg = {
        ...methodsOf(other.to),
        send: (kind, payload) => sent.push(`${kind} ${Buffer.from(payload).toString()}`),
      };
      const { sender, told } = await join(role, { to });

      sender.write({ payload: "one" }, { payload: "two", opcode: 2 }, { payload: "?three" });
      await turns(20);

      expect(sent).toEqual(["text one", "binary two"]);
      expect(told).toEqual(["forwarded", "text ?three"]);
    });

    it.each([
      {
        given: "fragments",
        frames: [
          { payload: "x", fin: false },
          { opcode: 0, payload: "y" },
        ],
      },
      { given: "a declined message", frames: [{ payload: "?xy" }] },
    ])("do not overtake $given", async ({ frames }) => {
      const { sender, receiver } = await join(role);

      sender.write({ payload: "a" }, ...frames, { payload: "z" });

      const [first, second = "", last] = await payloads(receiver, 3);
      expect([first, second.replace("?", ""), last]).toEqual(["a", "xy", "z"]);
    });

    it("do not take pings with them", async () => {
      const { sender, receiver } = await join(role);
      const ping: FrameParts = { opcode: 9, payload: "?" };

      sender.write({ payload: "a" }, ping, { payload: "b" });

      expect(await payloads(receiver, 2)).toEqual(["a", "b"]);
      expect(await sender.frame()).toMatchObject({ opcode: 10, payload: Buffer.from("?") });
    });

    it("have gone out when a frame behind them is refused", async () => {
      const { sender, receiver, told } = await join(role);

      sender.write({ payload: "a" }, { payload: "b" }, { rsv: 2, payload: "c" });

      expect(await payloads(receiver, 2)).toEqual(["a", "b"]);
      expect(told).toEqual(["forwarded", "refused PROTOCOL_ERROR"]);
    });
  },
);

describe("masks", () => {
  it("of a client do not reach the backend: each frame gets one of its own", async () => {
    const { sender, receiver } = await join("client");
    const chunks: Buffer[] = [];
    receiver.socket.on("data", (chunk: Buffer) => chunks.push(chunk));

    sender.write({ payload: "same" }, { payload: "same" });
    await payloads(receiver, 2);

    const bytes = Buffer.concat(chunks);
    const keys = [bytes.toString("hex", 2, 6), bytes.toString("hex", 12, 16)];
    expect(new Set([...keys, "01020304"]).size).toBe(3);
  });

  it("hide messages of more than 1 MiB, which are told", async () => {
    const { sender, receiver, told } = await join("client", {}, 2_000_000);

    sender.write({ payload: "x".repeat(1_100_000) });

    expect((await receiver.frame()).payload.length).toBe(1_100_000);
    expect(told.length).toBe(1);
    expect(told[0]?.slice(0, 6)).toBe("text x");
  });
});

/** A leg whose methods can be spread. */
function methodsOf(one: Leg): Leg {
  return {
    unsentBytes: 0,
    listen: (listener) => one.listen(listener),
    send: (kind, payload) => one.send(kind, payload),
    pause: () => one.pause(),
    resume: () => one.resume(),
    close: (code, reason) => one.close(code, reason),
    terminate: () => one.terminate(),
  };
}
