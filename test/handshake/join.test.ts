import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { systemClock } from "../../runtime/clock.ts";
import { createFrontDoor } from "../../runtime/handshake/front-door.ts";
import { createRouter } from "../../runtime/handshake/router.ts";
import { serveRoutes } from "../../runtime/handshake/served-route.ts";
import type { RefusalEvent } from "../../runtime/observe/observer.ts";
import { apiDocument, revision, route } from "../helpers/api-document.ts";
import { recordingObserver, startEchoBackend } from "../helpers/front-door-fixture.ts";
import { legal } from "./handshake-rows.ts";

const cleanups: (() => Promise<unknown> | void)[] = [];

afterEach(async () => {
  await Promise.all(cleanups.splice(0).map(async (cleanup) => cleanup()));
});

test("legs that cannot be joined are both cut, and nothing is said behind the 101", async () => {
  const refusals: RefusalEvent[] = [];
  const cuts: Promise<unknown>[] = [];
  const backend = await startEchoBackend((socket) => cuts.push(once(socket, "close")));
  cleanups.push(() => backend.close());
  const served = [revision(apiDocument({ routes: [route()] }))];
  const settings = { overrides: { production: backend.url }, variables: {} };
  const router = createRouter(serveRoutes(served, settings));
  const context = {
    router,
    clock: systemClock,
    observer: recordingObserver(refusals),
    isDraining: () => false,
    join() {
      throw new Error("a defect");
    },
  };
  const door = createFrontDoor(() => context);
  door.listen(0, "127.0.0.1");
  await once(door, "listening");
  cleanups.push(() => void door.close());

  const client = connect((door.address() as AddressInfo).port, "127.0.0.1");
  let said = "";
  client.on("data", (chunk) => (said += chunk.toString("latin1")));
  client.write(legal("/chat"));
  await once(client, "close");
  await Promise.all(cuts);

  expect(said.split("HTTP/1.1 ").slice(2)).toEqual([]);
  expect(refusals.map(({ code }) => code)).toEqual(["INTERNAL"]);
});
