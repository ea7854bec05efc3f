import { once } from "node:events";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { apiDocument, route } from "../helpers/api-document.ts";
import { startEchoBackend, startFrontDoor } from "../helpers/front-door-fixture.ts";

test("a message goes through an opened connection and comes back", async () => {
  const backend = await startEchoBackend();
  const door = await startFrontDoor([apiDocument({ routes: [route()] })], backend.url);
  const client = new WebSocket(`ws://127.0.0.1:${door.port}/chat`);
  await once(client, "open");

  client.send("hello");
  const [data] = await once(client, "message");

  expect(String(data)).toBe("hello");
  client.close();
  await door.close();
  await backend.close();
});
