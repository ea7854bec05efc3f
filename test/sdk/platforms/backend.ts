import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer, type WebSocket } from "ws";

/** The server of talk.yaml: it greets, repeats what is said, and does what it is asked to. */
export async function startTalkServer(): Promise<{ readonly url: string; stop(): void }> {
  const server = new WebSocketServer({
    port: 0,
    host: "127.0.0.1",
    handleProtocols: (offered) => (offered.has("talk.v1") ? "talk.v1" : false),
  });
  let connections = 0;
  server.on("connection", (socket, request) => {
    connections += 1;
    tell(socket, greeting(request, connections));
    socket.on("message", (data, isBinary) => {
      if (isBinary) socket.send(data, { binary: true });
      else answer(socket, JSON.parse(String(data)));
    });
    socket.on("error", () => undefined);
  });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}`,
    stop() {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

function greeting({ url, headers }: IncomingMessage, connection: number): object {
  const texts = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  return {
    type: "hello",
    connection,
    path: url,
    headers: Object.fromEntries(texts),
    protocols: (headers["sec-websocket-protocol"] ?? "").replaceAll(/,\s*/g, ", "),
  };
}

interface Heard {
  readonly type: "say" | "ask" | "here";
  readonly id?: string;
  readonly text?: string;
  readonly what?: string;
  readonly then?: string;
}

function answer(socket: WebSocket, { type, id, text, what, then }: Heard): void {
  switch (type) {
    case "ask":
      tell(socket, { type: "answer", id, that: `${what}!` });
      return;
    case "here":
      tell(socket, { type: "said", text: id === "q1" ? "here" : "another id" });
      return;
    case "say":
      act(socket, text, then);
  }
}

function act(socket: WebSocket, text: string | undefined, then: string | undefined): void {
  switch (then) {
    case "bad":
      tell(socket, { type: "said", text: 1 });
      return;
    case "strange":
      tell(socket, { type: "strange" });
      return;
    case "check":
      tell(socket, { type: "areYouThere", id: "q1" });
      return;
    case "evening":
      socket.close(4100, "good night");
      return;
    case "drop":
      socket.terminate();
      return;
    default:
      tell(socket, { type: "said", text });
  }
}

function tell(socket: WebSocket, message: object): void {
  socket.send(JSON.stringify(message));
}
