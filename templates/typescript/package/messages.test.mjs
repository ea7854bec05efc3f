/**
 * Sends and receives a sample of each message of the API over a connection in memory: `npm test`. It needs no server
 * and no network.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { connectTo } from "../lib/core/client.js";
import { ROUTES } from "./samples.mjs";

/** Opens a client of a route over a socket in memory; `give` is what the server sends, `sent` what the client did. */
async function open({ table, parameters, auth }) {
  const sent = [];
  const told = [];
  let server;
  const platform = {
    sendsHeaders: true,
    async open(request, events) {
      const socket = {
        bufferedAmount: 0,
        send(data, done) {
          sent.push(data);
          done(true);
        },
        close: (code, reason) => events.close({ code, reason, refused: null }),
        terminate: () => events.close({ code: 1006, reason: "", refused: null }),
        ping: () => true,
      };
      server = events;
      setImmediate(() => events.open(socket));
      return socket;
    },
  };
  const options = {
    url: "ws://localhost",
    auth,
    reconnect: false,
    heartbeat: false,
    debug: (event) => told.push(event),
  };
  const client = await connectTo(platform, table, parameters, options);
  return { client, sent, told, give: (data) => server.message(data) };
}

/** What the server would send: the frame of a sample in a group of the route's table. */
function frameOf({ codec, framing, topic }, { value, topic: given }) {
  const alone = framing === undefined ? value : framing.enclose(value);
  const whole = topic === undefined ? alone : topic.put(alone, given);
  return codec.encode(framing === undefined ? whole : framing.wrap(whole));
}

for (const route of ROUTES) {
  const { table, sends, receives } = route;
  for (const { name, value, topic } of sends) {
    test(`${table.path}: ${name} is sent`, async () => {
      const { client, sent } = await open(route);

      await client.send[name](value, { topic });

      const { codec } = table.sends[name];
      assert.equal(sent.length, 1);
      assert.deepEqual(codec.encode(codec.decode(sent[0])), sent[0]);
      await client.close();
    });
  }
  for (const { name, broken } of sends.filter((one) => "broken" in one)) {
    test(`${table.path}: a wrong ${name} is not sent`, async () => {
      const { client, sent } = await open(route);

      await assert.rejects(client.send[name](broken), { code: "MESSAGE_INVALID" });

      assert.deepEqual(sent, []);
      await client.close();
    });
  }
  for (const sample of receives) {
    const { group, name } = sample;
    test(`${table.path}: ${name} is received`, async () => {
      const { client, told, give } = await open(route);
      const heard = client.messages[Symbol.asyncIterator]().next();
      await new Promise(setImmediate);

      give(frameOf(table.receives[group], sample));

      await client.close();
      assert.equal((await heard).done, false);
      const kinds = told.map(({ kind }) => kind);
      assert.deepEqual([kinds.includes("invalid"), kinds.includes("unknown")], [false, false]);
    });
  }
}
