import { Buffer } from "node:buffer";
import { connect, createServer } from "node:net";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBlindTunnel } from "./blind-tunnel.ts";
import { BAD_FRAMES } from "./cases/bad-frames.ts";
import { batchCases } from "./cases/batches.ts";
import { STRESS_SEQUENCES } from "./cases/kuhn.ts";
import { lengthCases } from "./cases/lengths.ts";
import { letOthersRead } from "./let-others-read.ts";
import { portOf, type Rig, startRig } from "./rig.ts";
import { runCases } from "./run-cases.ts";
import { StrictReader } from "./strict-reader.ts";
import { isValidUtf8 } from "./utf8.ts";
import { encodeFrame } from "./wire.ts";

describe("in front of a tunnel that looks at nothing", () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig(startBlindTunnel);
  });
  afterAll(() => rig.close());

  test.each(["client", "server"] as const)(
    "the suite finds every bad frame of a %s",
    async (role) => {
      const bad = batchCases().filter(({ id }) => /^batches\/bad\/.*\/1$/.test(id));

      const place = { rig, role, document: "anything", stepMs: 300 } as const;
      const failures = await runCases(bad, place);

      const failed = new Set(failures.map(({ id }) => id));
      expect(bad.length).toBe(BAD_FRAMES.length);
      expect(bad.map(({ id }) => id).filter((id) => !failed.has(id))).toEqual([]);
    },
  );

  test("the suite finds no fault with messages that are right", async () => {
    const right = lengthCases().filter(({ end }) => end.kind === "goesOn");

    const place = { rig, role: "client", document: "anything", stepMs: 4_500 } as const;
    const failures = await runCases(right, place);

    expect(failures.map(({ report }) => report)).toEqual([]);
  });
});

/** What is wrong with more than the bytes of a frame. */
const LIMITS: readonly string[] = ["too-big", "huge", "flood"];

test.each(BAD_FRAMES.filter(({ name }) => !LIMITS.includes(name)))(
  "the strict reader complains of $says",
  ({ frames }) => {
    for (const role of ["client", "server"] as const) {
      const violations: string[] = [];
      const reader = createReader(role, violations);

      for (const frame of frames) reader.read(encodeFrame(frame, role));
      // What began a message that never ended is told by what comes next.
      reader.read(encodeFrame({ opcode: 1, payload: Buffer.from("next") }, role));

      expect(violations).toHaveLength(1);
    }
  },
);

test("the suite's own UTF-8 agrees with the decoder of the platform", () => {
  for (const { hex, isValid } of STRESS_SEQUENCES) {
    const bytes = Buffer.from(hex, "hex");

    expect([hex, isValidUtf8(bytes)]).toEqual([hex, isValid]);
    expect([hex, decodes(bytes)]).toEqual([hex, isValid]);
  }
});

test("writes of the suite arrive one by one", async () => {
  const chunks: string[] = [];
  const server = createServer((socket) => {
    socket.on("data", (chunk) => chunks.push(chunk.toString()));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect({ port: portOf(server), host: "127.0.0.1", noDelay: true });
  await Promise.all([once(socket, "connect"), once(server, "connection")]);

  for (const letter of "abcdefgh") {
    await new Promise((resolve) => socket.write(letter, resolve));
    await letOthersRead();
  }
  socket.end();
  await once(socket, "close");
  server.close();

  expect(chunks).toEqual([..."abcdefgh"]);
});

function createReader(role: "client" | "server", violations: string[]): StrictReader {
  const nothing = (): void => undefined;
  return new StrictReader(role, {
    message: nothing,
    ping: nothing,
    pong: nothing,
    close: nothing,
    violation: (what) => violations.push(what),
  });
}

function decodes(bytes: Buffer): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
