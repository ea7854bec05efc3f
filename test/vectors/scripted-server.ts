import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { onTestFinished } from "vitest";
import { WebSocketServer } from "ws";
import { createMailbox, type Frame, type Mailbox } from "../helpers/mailbox.ts";
import { bytesOf } from "../helpers/ws-backend.ts";
import { frameOf } from "./frame-text.ts";
import type { CloseFrame, FrameText, Handshake } from "./vector.ts";

/** The server's end of one connection: it does what the script says and nothing else. */
export interface ScriptedConnection {
  readonly handshake: Required<Handshake>;
  readonly frames: Mailbox<Frame>;
  readonly closed: Promise<CloseFrame>;
  send(frame: FrameText): void;
  /** Any code, legal or not. */
  close(frame: CloseFrame | "cut"): void;
}

/** An answer to a handshake that is no 101. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ScriptedServer {
  readonly url: string;
  readonly connections: Mailbox<ScriptedConnection>;
  /** Handshakes that came. */
  readonly handshakes: Mailbox<Required<Handshake>>;
  /** The next handshake is answered so. */
  refuseNext(answer: HttpAnswer): void;
  /** Listens no more. */
  stop(): Promise<void>;
}

/** Listens on a free port; ends with the test. */
export async function startScriptedServer(): Promise<ScriptedServer> {
  const http = createServer();
  const sockets = new WebSocketServer({ noServer: true, skipUTF8Validation: true });
  const connections = createMailbox<ScriptedConnection>("a connection at the server");
  const handshakes = createMailbox<Required<Handshake>>("a handshake at the server");
  const answers: HttpAnswer[] = [];
  http.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => undefined);
    const handshake = handshakeOf(request);
    handshakes.put(handshake);
    const answer = answers.shift();
    if (answer === undefined) {
      accept(sockets, { request, socket, head }, (one) => connections.put({ handshake, ...one }));
    } else {
      socket.end(textOf(answer));
    }
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const stop = async (): Promise<void> => {
    sockets.clients.forEach((client) => client.terminate());
    http.close();
    http.closeAllConnections();
  };
  onTestFinished(stop);
  const address = http.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const url = `ws://127.0.0.1:${port}`;
  return { url, connections, handshakes, refuseNext: (answer) => answers.push(answer), stop };
}

interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

function accept(
  sockets: WebSocketServer,
  { request, socket, head }: Upgrade,
  tell: (connection: Omit<ScriptedConnection, "handshake">) => void,
): void {
  sockets.handleUpgrade(request, socket, head, (ws) => {
    const frames = createMailbox<Frame>("a frame at the server");
    ws.on("error", () => undefined);
    ws.on("message", (data, binary) => frames.put({ data: bytesOf(data), binary }));
    const closed = new Promise<CloseFrame>((resolve) =>
      ws.on("close", (code, reason) => resolve({ code, reason: reason.toString() })),
    );
    tell({
      frames,
      closed,
      send(frame) {
        const { data, binary } = frameOf(frame);
        ws.send(data, { binary });
      },
      close(frame) {
        if (frame === "cut") ws.terminate();
        else socket.write(closeFrame(frame));
      },
    });
  });
}

/** RFC 6455 section 5.5.1. */
function closeFrame({ code, reason = "" }: CloseFrame): Buffer {
  if (code === null) return Buffer.from([0x88, 0]);
  const words = Buffer.from(reason);
  return Buffer.concat([Buffer.from([0x88, 2 + words.length, code >> 8, code & 255]), words]);
}

function handshakeOf({ url = "", headers }: IncomingMessage): Required<Handshake> {
  const [path = "", query = ""] = url.split("?");
  const pairs = query.split("&").filter((pair) => pair !== "");
  const named = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  return {
    path,
    query: pairs.map((pair) => {
      const [name = "", value = ""] = pair.split("=");
      return [decodeURIComponent(name), decodeURIComponent(value)] as const;
    }),
    headers: Object.fromEntries(named),
    subprotocols: (headers["sec-websocket-protocol"] ?? "").split(/, */u).filter(Boolean),
  };
}

function textOf({ status, headers, body }: HttpAnswer): string {
  const all = { ...headers, "content-length": Buffer.byteLength(body), connection: "close" };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} No`, ...lines, "", body].join("\r\n");
}
