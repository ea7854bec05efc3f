/**
 * A backend that speaks a compiled document: it greets every client with the messages that the server
 * sends, answers requests with their replies, and says of each client frame what the document says of it.
 * For trying out clients and gateways; it checks no credential and no parameter.
 */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer, type RawData } from "ws";
import type { ApiModuleV1, Route } from "../contract/v1.ts";
import { parseTarget } from "../handshake/target.ts";
import type { Codecs } from "../messages/codec/codec.ts";
import { payloadCodecs } from "../messages/codec/payload-codecs.ts";
import { listen } from "../listen.ts";
import { createConversation, type Conversation } from "./conversation.ts";
import type { MockFault } from "./faults.ts";
import { spoiled } from "./spoil.ts";
import type { MockFrame, PathValues } from "./outbox.ts";
import { mockRouter } from "./route-table.ts";

/** One line about what a mock did. Holds nothing of a payload. */
export interface MockEvent {
  readonly event: "opened" | "sent" | "accepted" | "refused" | "closed" | "notFound";
  readonly route: string | null;
  readonly messageId: string | null;
  readonly detail: string | null;
}

export interface MockOptions {
  readonly module: ApiModuleV1;
  readonly codecs: Codecs;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Repeats the greetings, one message each so many milliseconds; null: they are sent once. */
  readonly intervalMs: number | null;
  /** Every frame is sent so many milliseconds late. */
  readonly delayMs: number;
  readonly fault: MockFault | null;
  readonly log: (event: MockEvent) => void;
}

/** A mock that listens. */
export interface RunningMock {
  /** `ws://127.0.0.1:41234`, without trailing slash. */
  readonly url: string;
  /** Speaks another version of the API to whoever connects from now on. */
  speak(module: ApiModuleV1, codecs: Codecs): void;
  /** Closes every socket with 1001 and stops listening. */
  close(): Promise<void>;
}

/** Bytes that may wait for a slow client before the mock says no more to it. */
const UNSENT_BYTES = 1024 * 1024;

/** Longest message that a mock reads. */
const MESSAGE_BYTES = 16 * 1024 * 1024;

/** Starts a mock of one API. Throws StartError where the port cannot be had. */
export async function startMock(options: MockOptions): Promise<RunningMock> {
  const http = createServer((_request, response) => {
    response.writeHead(426, { upgrade: "websocket", connection: "Upgrade" });
    response.end("this is a WebSocket backend\n");
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES });
  let accept = createAcceptor(options, sockets);
  http.on("upgrade", (request, socket, head) => accept(request, socket, head));
  const { host: asked, port: wanted } = options;
  const port = await listen(http, { host: asked, port: wanted, option: "--port" });
  const host = options.host.includes(":") ? `[${options.host}]` : options.host;
  return {
    url: `ws://${host}:${port}`,
    speak(module, codecs) {
      accept = createAcceptor({ ...options, module, codecs }, sockets);
    },
    close: () => closeMock(http, sockets),
  };
}

type Accept = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

function createAcceptor(options: MockOptions, sockets: WebSocketServer): Accept {
  const { module, log, fault } = options;
  const codecs = payloadCodecs(module.api, options.codecs);
  const route = mockRouter(module.api);
  const conversations = new Map<Route, Conversation>();
  return (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    const match = fault?.kind === "refuse" ? null : matchOf(route, request.url ?? "");
    if (match === null) {
      log({ event: "notFound", route: null, messageId: null, detail: null });
      refuse(socket, fault?.kind === "refuse" ? fault.status : 404);
      return;
    }
    const found = match.target.route;
    const conversation = conversations.get(found) ?? createConversation(module, codecs, found);
    conversations.set(found, conversation);
    sockets.handleUpgrade(request, socket, head, (client) =>
      converse({ ...options, client, route: found, conversation, values: match.parameters }),
    );
  };
}

function matchOf(route: ReturnType<typeof mockRouter>, url: string) {
  try {
    return route(parseTarget(url).segments);
  } catch {
    return null;
  }
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

interface Talk extends MockOptions {
  readonly client: WebSocket;
  readonly route: Route;
  readonly conversation: Conversation;
  readonly values: PathValues;
}

function converse(talk: Talk): void {
  const { client, conversation, route, values, fault, log } = talk;
  const say = createSay(talk);
  client.on("error", () => client.terminate());
  client.on("message", (data: RawData, binary: boolean) => {
    const { verdict, answers } = conversation.hear(binary, bytesOf(data), values);
    const messageId = verdict.kind === "accepted" ? messageOf(verdict.items) : null;
    const refused = verdict.kind === "refused";
    const detail = refused ? verdict.detail : null;
    log({ event: refused ? "refused" : "accepted", route: route.id, messageId, detail });
    (fault?.kind === "silent" ? [] : answers).forEach(say);
  });
  log({ event: "opened", route: route.id, messageId: null, detail: null });
  const greetings = conversation.greetings(values);
  greetings.forEach(say);
  const stop = repeat(talk, greetings, say);
  client.on("close", (code) => {
    stop();
    log({ event: "closed", route: route.id, messageId: null, detail: String(code) });
  });
  if (fault?.kind === "close") {
    later(talk.delayMs, () => client.close(fault.code, "a fault of the mock"));
  }
}

function messageOf(items: readonly { readonly entries: readonly { messageId: string }[] }[]) {
  return items[0]?.entries[0]?.messageId ?? null;
}

function createSay({ client, delayMs, fault, route, log }: Talk): (frame: MockFrame) => void {
  return (frame) => {
    const bytes = fault?.kind === "invalid" ? spoiled(frame) : frame.bytes;
    later(delayMs, () => {
      if (client.readyState !== WebSocket.OPEN || client.bufferedAmount > UNSENT_BYTES) {
        return;
      }
      client.send(bytes, { binary: frame.binary });
      log({ event: "sent", route: route.id, messageId: frame.messageId, detail: null });
    });
  };
}

function later(delayMs: number, task: () => void): void {
  if (delayMs === 0) {
    task();
    return;
  }
  setTimeout(task, delayMs).unref();
}

function repeat(
  talk: Talk,
  frames: readonly MockFrame[],
  say: (frame: MockFrame) => void,
): () => void {
  let next = 0;
  if (talk.intervalMs === null || frames.length === 0) {
    return () => undefined;
  }
  const timer = setInterval(() => {
    const frame = frames[next % frames.length];
    next += 1;
    if (frame !== undefined) {
      say(frame);
    }
  }, talk.intervalMs);
  return () => clearInterval(timer);
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) {
    return Buffer.concat(data);
  }
  return Buffer.isBuffer(data) ? data : new Uint8Array(data);
}

async function closeMock(http: Server, sockets: WebSocketServer): Promise<void> {
  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  http.closeAllConnections();
  for (const client of sockets.clients) {
    client.close(1001, "the mock stops");
    setTimeout(() => client.terminate(), 1000).unref();
  }
  sockets.close();
  await closed;
}
