import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { WebSocketServer, type WebSocket } from "ws";

/** What the story needs of a connection. */
export interface Connected {
  say(message: object): Promise<unknown>;
  /** What the caller's listeners for messages were told so far. */
  readonly heard: unknown[];
  /** What the caller was told of trouble. */
  readonly troubles: string[];
  end(): Promise<unknown>;
}

/** What became of each part of the story, in words. */
export interface Story {
  readonly goodOut: string;
  readonly badOut: string;
  readonly badIn: string;
  readonly drop: string;
  readonly query: string;
}

/** How long a client gets to do something by itself, in milliseconds. */
const PATIENCE_MS = 5000;

/** Tells the same story with any client of specs/chat.yaml: against a server that only listens and repeats. */
export async function tellStory(connect: (url: string) => Promise<Connected>): Promise<Story> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const received: string[] = [];
  const queries: string[] = [];
  let socket: WebSocket | null = null;
  server.on("connection", (one, request) => {
    socket = one;
    queries.push(request.url ?? "");
    one.on("message", (data) => received.push(String(data)));
  });
  const client = await connect(url);
  const frame = (text: string): void => socket?.send(text);
  try {
    const goodOut = await outcome(client, received, { type: "say", id: "r1", text: "hello" });
    const badOut = await outcome(client, received, { type: "say", id: "r2", text: 7 });
    const badIn = await incoming(client, () => frame('{"type":"presence","who":7,"state":"here"}'));
    const drop = await dropped(client, server, queries, received);
    return { goodOut, badOut, badIn, drop, query: queries[0] ?? "" };
  } finally {
    await client.end().catch(() => undefined);
    for (const one of server.clients) one.terminate();
    server.close();
  }
}

async function outcome(
  client: Connected,
  received: readonly string[],
  message: object,
): Promise<string> {
  const before = received.length;
  const words = await client.say(message).then(
    () => "resolves",
    (error: Error) => `rejects: ${error.message}`,
  );
  await pause(200);
  return `${words}; the server got ${received.length > before ? "it" : "nothing"}`;
}

async function incoming({ heard, troubles }: Connected, send: () => void): Promise<string> {
  const before = [heard.length, troubles.length];
  send();
  await pause(200);
  const told = heard.length > (before[0] ?? 0) ? "the listener gets it" : "no listener gets it";
  return `${told}; told besides: ${troubles.slice(before[1]).join(", ") || "nothing"}`;
}

async function dropped(
  client: Connected,
  server: WebSocketServer,
  queries: readonly string[],
  received: readonly string[],
): Promise<string> {
  const before = [client.troubles.length, queries.length, received.length] as const;
  for (const one of server.clients) one.terminate();
  await pause(200);
  const sent = client.say({ type: "say", id: "r3", text: "are you there" }).then(
    () => "resolves",
    (error: Error) => `rejects: ${error.message}`,
  );
  await pause(PATIENCE_MS);
  const words = await Promise.race([sent, pause(100, "is pending")]);
  const again = queries.length > before[1] ? "a new connection" : "no new connection";
  const arrived = received.length > before[2] ? "arrives on it" : "never arrives";
  const told = client.troubles.slice(before[0]).join(", ") || "nothing";
  return `${again} in 5 s; told: ${told}; a message sent meanwhile ${words} and ${arrived}`;
}
