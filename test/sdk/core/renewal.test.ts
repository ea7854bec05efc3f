import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sign } from "../../../templates/typescript/core/credentials.ts";
import { connected, held, outcome, pingRoute, turns } from "./ping-api.ts";

const signed = pingRoute({
  sign: sign([
    [{ key: "token", kind: "token", places: [{ in: "header", name: "authorization" }] }],
  ]),
});

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("the new connection is up before the old one is closed, and no state says otherwise", async () => {
  const { platform, client, states } = await connected();
  const [old] = platform.sockets;

  const renewed = client.renew();
  await turns();
  expect(old?.closedWith).toBeNull();
  platform.last.accept();
  await renewed;
  await client.send.say({ text: "x" });

  expect(old?.closedWith).toEqual({ code: 1000, reason: "" });
  expect(old?.sent).toEqual([]);
  expect(platform.last.sent).toHaveLength(1);
  expect(states).toEqual([]);
});

test("the old connection stays until its replies have come, two seconds at most", async () => {
  const { platform, client } = await connected();
  const [old] = platform.sockets;
  const [one, two] = [client.request.ping({ id: "1" }), held(client.request.ping({ id: "2" }))];
  const renewed = client.renew();
  await turns();
  platform.last.accept();
  await renewed;

  await vi.advanceTimersByTimeAsync(1000);
  old?.give({ type: "pong", id: "1" });
  expect(await outcome(one)).toContain("resolved");
  expect(old?.closedWith).toBeNull();
  await vi.advanceTimersByTimeAsync(1100);

  expect(old?.closedWith).not.toBeNull();
  old?.end({ code: 1000 });
  expect(await outcome(two)).toBe("rejected CONNECTION_LOST");
  expect(client.state.kind).toBe("open");
});

test("messages go over the old connection while the new one resubscribes", async () => {
  const { platform, client } = await connected({
    queue: { limit: 0 },
    resubscribe: (peer) => peer.request.ping({ id: "r" }),
  });
  const [old] = platform.sockets;
  const renewed = client.renew();
  await turns();
  platform.last.accept();
  await turns();

  await client.send.say({ text: "old" });
  platform.last.give({ type: "pong", id: "r" });
  await renewed;
  await client.send.say({ text: "new" });

  expect(old?.messages.map(({ text }) => text)).toEqual(["old"]);
  expect(platform.last.messages.map(({ text }) => text)).toEqual([undefined, "new"]);
});

test("a renewal that fails leaves the old connection as it was", async () => {
  const { platform, client } = await connected();
  const renewed = held(client.renew());
  await turns();

  platform.last.end({ code: 1011 });

  expect(await outcome(renewed)).toBe("rejected CONNECT_FAILED");
  expect(client.state.kind).toBe("open");
  expect(platform.alive).toHaveLength(1);
});

test("two renewals at once are one", async () => {
  const { platform, client } = await connected();

  const both = Promise.all([client.renew(), client.renew()]);
  await turns();
  platform.last.accept();
  await both;

  expect(platform.sockets).toHaveLength(2);
});

test("an old connection that is lost during a renewal leaves one connection, not two", async () => {
  const { platform, client, states } = await connected();
  const renewed = client.renew();
  await turns();

  platform.sockets[0]?.end();
  await vi.advanceTimersByTimeAsync(5000);
  platform.last.accept();
  await renewed;
  await vi.advanceTimersByTimeAsync(5000);

  expect(platform.sockets).toHaveLength(2);
  expect(platform.alive).toHaveLength(1);
  expect(states.map(({ kind }) => kind)).toEqual(["reconnecting", "open"]);
});

test("closing during a renewal closes all", async () => {
  const { platform, client } = await connected({ resubscribe: (peer) => peer.request.ping({}) });
  const renewed = held(client.renew());
  await turns();
  platform.last.accept();
  await turns();

  const closed = client.close();
  expect(platform.sockets.map(({ closedWith }) => closedWith?.code)).toEqual([1000, 1000]);
  for (const socket of platform.sockets) socket.end({ code: 1000 });

  expect(await outcome(closed)).toContain("resolved");
  expect(await outcome(renewed)).toContain("rejected");
  expect(vi.getTimerCount()).toBe(0);
});

test("credentials are renewed 30 s before they end", async () => {
  const token = vi.fn(() => ({ value: "t", expiresAt: Date.now() + 100_000 }));
  const { platform } = await connected({ auth: { token }, heartbeat: false }, { route: signed });

  await vi.advanceTimersByTimeAsync(69_000);
  expect(token).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1000);
  platform.last.accept();
  await turns();

  expect(token).toHaveBeenCalledTimes(2);
  expect(platform.sockets[0]?.closedWith).not.toBeNull();
});

test("credentials of a short life are renewed at half of it", async () => {
  const token = vi.fn(() => ({ value: "t", expiresAt: Date.now() + 20_000 }));
  await connected({ auth: { token } }, { route: signed });

  await vi.advanceTimersByTimeAsync(10_000);

  expect(token).toHaveBeenCalledTimes(2);
});

test("a renewal that fails is told and tried again while the credentials are good", async () => {
  const token = vi.fn(() => ({ value: "t", expiresAt: 1_100_000 }));
  const { platform, problems, client } = await connected(
    { auth: { token }, heartbeat: false },
    { route: signed },
  );
  await vi.advanceTimersByTimeAsync(70_000);
  platform.last.end();
  await turns();
  expect(problems).toHaveLength(1);

  await vi.advanceTimersByTimeAsync(15_000);
  platform.last.end();
  await vi.advanceTimersByTimeAsync(60_000);

  expect(token.mock.calls.length).toBeGreaterThan(2);
  expect(token.mock.calls.length).toBeLessThan(10);
  expect(client.state.kind).toBe("open");
});

test("credentials that the caller gave for good are not renewed", async () => {
  const { platform } = await connected(
    { auth: { token: { value: "t", expiresAt: Date.now() + 10_000 } }, heartbeat: false },
    { route: signed },
  );

  await vi.advanceTimersByTimeAsync(60_000);

  expect(platform.sockets).toHaveLength(1);
});

test("a message that says the server is going renews the connection", async () => {
  const { platform, client } = await connected({ renewOn: ["going"] });
  await vi.advanceTimersByTimeAsync(1);

  platform.last.give({ type: "going" });
  await turns();
  platform.last.accept();
  await turns();

  expect(platform.sockets).toHaveLength(2);
  expect(platform.sockets[0]?.closedWith?.code).toBe(1000);
  expect(client.state.kind).toBe("open");
});

test("every attempt asks for a fresh credential", async () => {
  let count = 0;
  const { platform } = await connected(
    { auth: { token: () => Promise.resolve(`t${(count += 1)}`) } },
    { route: signed },
  );
  platform.last.end({ code: 1012, reason: '{"e":"DRAINING"}' });
  await vi.advanceTimersByTimeAsync(1000);

  expect(platform.sockets.map(({ request }) => request.headers)).toEqual([
    { authorization: "Bearer t1" },
    { authorization: "Bearer t2" },
  ]);
});

test("an old connection that is cut after it was replaced is told, because no state says it", async () => {
  const { platform, client, problems } = await connected();
  const renewed = client.renew();
  await turns();
  platform.last.accept();
  await renewed;

  platform.sockets[0]?.end({ code: 1006 });

  expect(problems).toMatchObject([{ code: "CONNECTION_LOST", closeCode: 1006 }]);
  expect(client.state.kind).toBe("open");
});

test("the same is told while the client closes", async () => {
  const { platform, client, problems } = await connected();
  const renewed = client.renew();
  await turns();
  platform.last.accept();
  await renewed;
  const closed = client.close();

  platform.sockets[0]?.end({ code: 1006 });
  platform.last.end({ code: 1000 });

  expect(await closed).toMatchObject({ code: 1000, error: null });
  expect(problems).toMatchObject([{ code: "CONNECTION_LOST", closeCode: 1006 }]);
});
