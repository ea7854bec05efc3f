/** A gateway in a process of its own between raw sockets: a test may do anything to it and see what it costs. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

import type { ApiDocument } from "../../runtime/contract/v1.ts";
import { backend } from "../helpers/api-document.ts";
import { buildGateway, type GatewayProcess, startProcess } from "../helpers/built-gateway.ts";
import { createMailbox, type Mailbox } from "../helpers/mailbox.ts";
import { LEGAL_HEADERS, readAnswer, requestText } from "../helpers/raw-socket.ts";

/** The gateway, its backend's sockets and its clients' sockets; every handshake is done, nothing is read. */
export interface AttackedGateway {
  readonly process: GatewayProcess;
  /** Opens one proxied connection: both ends, paused. */
  open(): Promise<Pair>;
  /** Resident memory of the gateway's process, in bytes. */
  memory(): Promise<number>;
  /** Sum of a metric's series whose labels hold all of `labels`. */
  metric(name: string, labels?: string): Promise<number>;
  stop(): Promise<void>;
}

/** The two ends of one proxied connection. */
export interface Pair {
  readonly client: Socket;
  readonly backend: Socket;
}

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** Starts a gateway over a document; its backend answers every handshake with 101 and then does nothing. */
export async function attackGateway(api: ApiDocument): Promise<AttackedGateway> {
  const accepted = createMailbox<Socket>("a connection to the backend");
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    answerHandshake(socket, accepted);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const built = await buildGateway({
    ...api,
    backends: [backend({ url: `ws://127.0.0.1:${port}` })],
  });
  const running = await startProcess(built.file, ["--workers", "1", "--log-level", "fatal"]);
  return {
    process: running,
    open: () => openPair(running.port, accepted, sockets),
    memory: () => residentBytes(running.child.pid ?? 0),
    metric: (name, labels = "") => readMetric(running.adminUrl, name, labels),
    async stop() {
      for (const socket of sockets) socket.destroy();
      await running.stop();
      await built.remove();
      await close(server);
    },
  };
}

async function openPair(
  port: number,
  accepted: Mailbox<Socket>,
  sockets: Set<Socket>,
): Promise<Pair> {
  const client = connect({ port, host: "127.0.0.1", noDelay: true });
  sockets.add(client);
  client.on("error", () => {});
  client.write(requestText("GET /chat HTTP/1.1", LEGAL_HEADERS));
  const [backendSocket, answer] = await Promise.all([accepted.next(), readAnswer(client)]);
  if (answer.status !== 101) throw new Error(`the gateway answered ${answer.status}`);
  client.pause();
  return { client, backend: backendSocket };
}

function answerHandshake(socket: Socket, accepted: Mailbox<Socket>): void {
  let text = "";
  const read = (chunk: Buffer): void => {
    text += chunk.toString("latin1");
    if (!text.includes("\r\n\r\n")) return;
    const key = /^sec-websocket-key: (.*)\r$/im.exec(text)?.[1] ?? "";
    const accept = createHash("sha1")
      .update(key + GUID)
      .digest("base64");
    socket.off("data", read);
    socket.pause();
    socket.write(
      requestText("HTTP/1.1 101 Switching Protocols", [
        "Upgrade: websocket",
        "Connection: Upgrade",
        `Sec-WebSocket-Accept: ${accept}`,
      ]),
    );
    accepted.put(socket);
  };
  socket.on("data", read);
  socket.on("error", () => {});
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) * 1024;
}

async function readMetric(adminUrl: string, name: string, labels: string): Promise<number> {
  const text = await (await fetch(`${adminUrl}/metrics`)).text();
  return text
    .split("\n")
    .filter((line) => line.startsWith(`${name}{`) && line.includes(labels))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
