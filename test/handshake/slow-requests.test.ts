import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { createHalfOpenConnections, senderOf } from "../../runtime/handshake/half-open.ts";
import { apiDocument, route } from "../helpers/api-document.ts";
import {
  type FrontDoorFixture,
  startEchoBackend,
  startFrontDoor,
} from "../helpers/front-door-fixture.ts";
import { exchange, readAnswer } from "../helpers/raw-socket.ts";
import { legal } from "./handshake-rows.ts";

/** Sockets that dawdle; `SLOW_SOCKETS=5000` with twice as many file descriptors asks for all. */
const SLOW_SOCKETS = Number(process.env["SLOW_SOCKETS"] ?? 400);

const LEGAL_CLIENTS = 50;

const cleanups: (() => Promise<unknown> | void)[] = [];

afterEach(async () => {
  await Promise.all(cleanups.splice(0).map(async (cleanup) => cleanup()));
});

async function startDoor(halfOpenPerAddress: number): Promise<FrontDoorFixture> {
  const backend = await startEchoBackend();
  const api = apiDocument({ routes: [route({ path: "/open" })] });
  const door = await startFrontDoor([api], backend.url, halfOpenPerAddress);
  cleanups.push(
    () => backend.close(),
    () => door.close(),
  );
  return door;
}

/** Opens a connection that sends a part of a request, and says when it is over. */
async function dawdle(port: number, text = "GET /open HTTP/1.1\r\nHost: a\r\nX"): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  cleanups.push(() => void socket.destroy());
  socket.on("error", () => undefined);
  await once(socket, "connect");
  socket.write(text);
  return socket;
}

const overOf = (socket: Socket): Promise<unknown> =>
  socket.destroyed ? Promise.resolve() : once(socket, "close");

describe("requests that do not come to an end", () => {
  test("are all answered with 408 and closed, and a legal client is served meanwhile", async () => {
    const door = await startDoor(SLOW_SOCKETS + 1);
    const slow = await Promise.all(Array.from({ length: SLOW_SOCKETS }, () => dawdle(door.port)));
    const answers = Promise.all(slow.map(readAnswer));
    const over = Promise.all(slow.map(overOf));

    const statuses: number[] = [];
    for (let n = 0; n < LEGAL_CLIENTS; n += 1) {
      statuses.push((await exchange(door.port, legal("/open"))).status);
    }

    expect(new Set(statuses)).toEqual(new Set([101]));
    expect(new Set((await answers).map(({ status }) => status))).toEqual(new Set([408]));
    await over;
    expect(door.refusals).toHaveLength(SLOW_SOCKETS);
  }, 20_000);
});

describe("a connection that has said nothing", () => {
  test("is answered with 408 and closed", async () => {
    const door = await startDoor(1);

    const answer = await readAnswer(await dawdle(door.port, ""));

    expect(answer.status).toBe(408);
    expect(door.refusals.map(({ code }) => code)).toEqual(["HANDSHAKE_MALFORMED"]);
  }, 20_000);

  test("is cut with the others when the door closes", async () => {
    const door = await startDoor(1);
    const silent = await dawdle(door.port, "");
    const over = overOf(silent.resume());

    await door.close();

    await over;
    expect(door.refusals).toEqual([]);
  });

  test("is served when its request comes in pieces, as in one", async () => {
    const door = await startDoor(1);
    const text = legal("/open");
    const socket = await dawdle(door.port, text.slice(0, 50));

    await new Promise((resolve) => setImmediate(resolve));
    socket.write(text.slice(50));

    expect((await readAnswer(socket)).status).toBe(101);
  });
});

describe("connections of one address whose request has not arrived", () => {
  test("are cut beyond its share, and each is counted", async () => {
    const door = await startDoor(5);
    await Promise.all(Array.from({ length: 5 }, () => dawdle(door.port)));

    const answers = await Promise.all(
      Array.from({ length: 7 }, () => exchange(door.port, legal("/open"))),
    );

    expect(answers.map(({ status }) => status)).toEqual(Array(7).fill(0));
    expect(door.refusals.map(({ code, action }) => [code, action])).toEqual(
      Array.from({ length: 7 }, () => ["OVERLOADED", "handshakeRefused"]),
    );
  });

  test("leave other addresses theirs", async () => {
    const door = await startDoor(1);
    await dawdle(door.port);

    const socket = connect({ port: door.port, host: "127.0.0.1", localAddress: "127.0.0.2" });
    cleanups.push(() => void socket.destroy());
    socket.write(legal("/open"));

    expect((await readAnswer(socket)).status).toBe(101);
  });

  test.each([
    ["opened", legal("/open"), 101],
    ["refused", legal("/nowhere"), 404],
    ["without an upgrade", "GET /open HTTP/1.1\r\nHost: a\r\n\r\n", 426],
    ["for a tunnel", "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", 405],
    ["that is no HTTP", "hello\r\n\r\n", 400],
  ])("are no more than they were once a request has come: %s", async (_, text, want) => {
    const door = await startDoor(1);
    const kept = connect(door.port, "127.0.0.1");
    cleanups.push(() => void kept.destroy());
    kept.write(text);
    expect((await readAnswer(kept)).status).toBe(want);
    if (!kept.destroyed && want !== 101) await once(kept, "close");

    expect((await exchange(door.port, legal("/open"))).status).toBe(101);
  });

  test("may come again once they are closed", async () => {
    const door = await startDoor(1);
    const slow = await dawdle(door.port);
    slow.destroy();
    await once(slow, "close");

    await expect.poll(async () => (await exchange(door.port, legal("/open"))).status).toBe(101);
  });

  test("are given back, and are then free again", () => {
    const halfOpen = createHalfOpenConnections(2);
    halfOpen.enter("192.0.2.1");
    halfOpen.enter("192.0.2.1");
    const isThirdIn = halfOpen.enter("192.0.2.1");
    halfOpen.leave("192.0.2.1");

    expect(isThirdIn).toBe(false);
    expect(halfOpen.enter("192.0.2.1")).toBe(true);
    expect(halfOpen.enter("192.0.2.1")).toBe(false);
  });
});

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:db8:1:2::9", "2001:db8:1:2"],
  ["2001:db8::9", "2001:db8:0:0"],
  ["::1", "0:0:0:0"],
  ["fe80::1%eth0", "fe80:0:0:0"],
  ["2001:db8:1::", "2001:db8:1:0"],
  ["", ""],
])("the sender behind %s is %s", (address, sender) => {
  expect(senderOf(address)).toBe(sender);
});
