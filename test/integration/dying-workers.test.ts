import { expect, test } from "vitest";

import { connect, type TestClient } from "../helpers/ws-client.ts";
import { ROOM_DOCUMENT } from "./room-document.ts";
import { SUBJECTS, type Subject } from "./subjects.ts";

/** `ask` is answered with the process that serves it; `say` breaks that twice, in ways that no call can catch. */
const HOOKS = `
export const hooks = {
  onClientMessage: {
    ask: (message, context) =>
      context.answer("told", { type: "told", id: message.id, answer: process.pid }),
    say: () => {
      setTimeout(() => { throw new Error("canary"); }, 1);
      setTimeout(() => void Promise.reject(new Error("canary")), 2);
    },
  },
};
`;

async function built(workers: number): Promise<Subject & { readonly room: string }> {
  const flags = [`--workers=${workers}`];
  const options = { document: ROOM_DOCUMENT, backend: null, hooks: HOOKS, flags };
  const subject = await SUBJECTS["a built gateway.mjs"](options);
  return { ...subject, room: `${subject.url}/room/1.0/rooms/r?name=ada` };
}

async function processBehind(client: TestClient): Promise<number> {
  client.send({ type: "ask", id: "process" });
  for (;;) {
    const message: unknown = await client.json();
    const { type, answer } = Object(message);
    if (type === "told") return Number(answer);
  }
}

/** Two clients of different workers. */
async function clientsOfTwo(room: string): Promise<readonly [TestClient, TestClient]> {
  const first = await connect(room);
  const own = await processBehind(first);
  for (;;) {
    const other = await connect(room);
    if ((await processBehind(other)) !== own) return [first, other];
  }
}

async function figure(admin: string, name: string): Promise<string | undefined> {
  const text = await (await fetch(`${admin}/metrics`)).text();
  return text.split("\n").find((line) => line.startsWith(name));
}

async function untilTwoServe(admin: string): Promise<void> {
  while ((await figure(admin, "framegate_workers")) !== "framegate_workers 2") {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("an error that nobody caught drains a gateway, which exits with 1", async () => {
  const gateway = await built(1);
  const client = await connect(gateway.room);

  client.send({ type: "say", text: "break" });

  expect((await client.closed).code).toBe(1012);
  expect(await gateway.end()).toBe(1);
}, 60_000);

test("among workers it drains that one, which is replaced, and counted", async () => {
  const gateway = await built(2);
  const [client, neighbour] = await clientsOfTwo(gateway.room);
  const before = await processBehind(neighbour);

  client.send({ type: "say", text: "break" });
  const { code } = await client.closed;
  await untilTwoServe(gateway.admin);

  expect(code).toBe(1012);
  expect(await processBehind(neighbour)).toBe(before);
  expect(await gateway.end()).toBe(0);
}, 60_000);

test("a worker that is killed loses its own sockets, is replaced, and its counts stay", async () => {
  const gateway = await built(2);
  const [client, neighbour] = await clientsOfTwo(gateway.room);
  const before = await processBehind(neighbour);
  const opened = await figure(gateway.admin, "framegate_connections_opened_total");

  process.kill(await processBehind(client), "SIGKILL");
  const { code } = await client.closed;
  await untilTwoServe(gateway.admin);

  expect(code).toBe(1006);
  expect(await processBehind(neighbour)).toBe(before);
  expect(await figure(gateway.admin, "framegate_connections_opened_total")).toBe(opened);
  expect(await gateway.end()).toBe(0);
}, 60_000);
