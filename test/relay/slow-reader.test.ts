import { once } from "node:events";
import { expect, it, onTestFinished } from "vitest";
import { WebSocket, WebSocketServer } from "ws";

import { systemClock } from "../../runtime/clock.ts";
import type { LegLimits } from "../../runtime/frames/leg.ts";
import { createWsLeg, wsEngineOptions } from "../../runtime/frames/ws-leg.ts";
import { openRelay } from "../../runtime/relay/relay.ts";
import { chatApi } from "../helpers/chat-api.ts";
import { createRecordingObserver } from "../helpers/recording-observer.ts";
import { createRelayRegistry } from "../helpers/relay-registry.ts";

const LIMITS: LegLimits = {
  messageBytes: 1_048_576,
  fragments: 256,
  controlFramesPerSecond: 10,
  lowWaterBytes: 65_536,
};

/** A relay over real sockets: the test plays client and backend. */
async function openSockets() {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1", ...wsEngineOptions(LIMITS) });
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const url = `ws://127.0.0.1:${port}`;
  const pair = async () => {
    const accepted = new Promise<WebSocket>((resolve) => server.once("connection", resolve));
    const dialled = new WebSocket(url, wsEngineOptions(LIMITS));
    const [near] = await Promise.all([accepted, once(dialled, "open")]);
    return { near, far: dialled };
  };
  const left = await pair();
  const right = await pair();
  const clientLeg = createWsLeg(left.near, LIMITS, "client");
  const backendLeg = createWsLeg(right.far, LIMITS, "backend");
  const { module, route } = chatApi();
  const observer = createRecordingObserver();
  const codecs = (): never => {
    throw new Error("the chat API is JSON only");
  };
  const { registry, closed } = createRelayRegistry();
  openRelay({
    client: clientLeg,
    backend: backendLeg,
    revision: { module, hooks: null, codecs },
    route,
    connection: { connectionId: "c", api: "Chat", revision: "r", routeId: "chat", parameters: {} },
    observer,
    clock: systemClock,
    observeOnly: false,
    registry,
  });
  onTestFinished(async () => {
    for (const socket of server.clients) socket.terminate();
    await closed;
    server.close();
  });
  return { client: left.far, backend: right.near, clientLeg, observer };
}

it("a client that does not read holds 32 MiB back at the backend, and gets all of it in order later", async () => {
  const { client, backend, clientLeg, observer } = await openSockets();
  const messages = 512;
  const filler = "x".repeat(65_536 - 100);
  client.pause();

  let mostUnsent = 0;
  for (let index = 0; index < messages; index += 1) {
    backend.send(JSON.stringify({ type: "said", text: `${index} ${filler}` }));
    await new Promise((resolve) => setImmediate(resolve));
    mostUnsent = Math.max(mostUnsent, clientLeg.unsentBytes);
  }
  const passedWhilePaused = observer.lines.length;
  expect(mostUnsent).toBeLessThanOrEqual(262_144 + 65_536);
  expect(passedWhilePaused).toBeLessThan(messages);
  expect(backend.bufferedAmount).toBeGreaterThan(1_000_000);

  const numbers: number[] = [];
  client.on("message", (data: Buffer) =>
    numbers.push(Number.parseInt(data.toString().slice(23), 10)),
  );
  client.resume();
  while (numbers.length < messages) await once(client, "message");

  expect(numbers).toEqual(Array.from({ length: messages }, (_, index) => index));
});
