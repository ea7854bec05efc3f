import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { connect, createServer, type Server, type Socket } from "node:net";
import { WebSocket, WebSocketServer } from "ws";

import { createWsLeg, wsEngineOptions } from "../../runtime/frames/ws-leg.ts";
import { legSuite } from "./leg-suite.ts";
import type { OpenLeg } from "./open-leg.ts";

legSuite("ws", (options) => (options.role === "client" ? openToClient : openToBackend)(options));

const KEY = "AAAAAAAAAAAAAAAAAAAAAA==";
const HANDSHAKE = [
  "GET / HTTP/1.1",
  "Host: localhost",
  "Upgrade: websocket",
  "Connection: Upgrade",
  `Sec-WebSocket-Key: ${KEY}`,
  "Sec-WebSocket-Version: 13",
  "",
  "",
].join("\r\n");

/** The leg is the server's end of a connection that a raw client opened. */
const openToClient: OpenLeg = async ({ role, limits, ...options }) => {
  const http = createHttpServer();
  const server = new WebSocketServer({ noServer: true, ...wsEngineOptions(limits) });
  const port = await listening(http);
  const upgraded = new Promise<ReturnType<typeof createWsLeg>>((resolve) => {
    http.on("upgrade", (request, socket, head) => {
      server.handleUpgrade(request, socket, head, (webSocket) => {
        resolve(createWsLeg(webSocket, limits, role, options));
      });
    });
  });
  const peerSocket = connect(port, "127.0.0.1");
  peerSocket.write(HANDSHAKE);
  const leg = await upgraded;
  await readHead(peerSocket);
  return {
    leg,
    peerSocket,
    stop: () => {
      peerSocket.destroy();
      leg.terminate();
      http.close();
    },
  };
};

/** The leg is the client's end of a connection that a raw server accepted. */
const openToBackend: OpenLeg = async ({ role, limits, ...options }) => {
  const server = createServer();
  const port = await listening(server);
  const accepted = new Promise<Socket>((resolve) => server.once("connection", resolve));
  const webSocket = new WebSocket(`ws://127.0.0.1:${port}`, wsEngineOptions(limits));
  const opened = new Promise<ReturnType<typeof createWsLeg>>((resolve) => {
    webSocket.on("open", () => resolve(createWsLeg(webSocket, limits, role, options)));
  });
  const peerSocket = await accepted;
  const key = /sec-websocket-key: (.*)\r\n/i.exec(await readHead(peerSocket))?.[1] ?? "";
  const accept = createHash("sha1")
    .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest("base64");
  peerSocket.write(
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
      `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  const leg = await opened;
  return {
    leg,
    peerSocket,
    stop: () => {
      peerSocket.destroy();
      leg.terminate();
      server.close();
    },
  };
};

async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  return address.port;
}

/** Everything up to the empty line; what follows it stays in the socket. */
async function readHead(socket: Socket): Promise<string> {
  let head = "";
  while (!head.includes("\r\n\r\n")) {
    const chunk: unknown = socket.read();
    if (Buffer.isBuffer(chunk)) head += chunk.toString("latin1");
    else await once(socket, "readable");
  }
  const end = head.indexOf("\r\n\r\n") + 4;
  if (head.length > end) socket.unshift(Buffer.from(head.slice(end), "latin1"));
  return head.slice(0, end);
}
