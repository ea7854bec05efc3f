import { expect } from "vitest";
import WebSocket from "ws";
import { createMailbox, type Frame, type Mailbox } from "../helpers/mailbox.ts";
import { bytesOf } from "../helpers/ws-backend.ts";
import type { ClientSide } from "./client-side.ts";
import { expectSameFrame, frameOf, withId } from "./frame-text.ts";
import { inTime } from "./in-time.ts";
import type { CloseFrame, CloseStep, Connect, FrameText, Handshake } from "./vector.ts";

/** One open socket. */
interface Socket {
  readonly ws: WebSocket;
  readonly frames: Mailbox<Frame>;
  readonly closed: Promise<CloseFrame>;
}

/** What a refused handshake was answered. */
interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

/** The id of a question that has none of its own. */
const ID = "0b6f3c1e-9a53-4a0c-8d55-3f6f2f0f9c01";

/** A client without an SDK: sends every frame as the vector has it, and wants every byte back. */
export function createRawClient(url: string): ClientSide {
  let socket: Socket | null = null;
  let first: Handshake = { path: "/" };
  const open = (): Socket => {
    if (socket === null) throw new Error("the vector has no open connection here");
    return socket;
  };
  const send = (frame: FrameText): void => {
    const { data, binary } = frameOf(frame);
    open().ws.send(data, { binary });
  };
  return {
    async open(connect) {
      first = connect.handshake;
      socket = await opened(url, connect.handshake);
    },
    async refused(connect) {
      expectAnswer(await refusedWith(url, connect.handshake), connect);
      return true;
    },
    async send(step) {
      send(step.frame);
      return true;
    },
    async told({ told, closes }) {
      if (told !== undefined) {
        const frame = await open().frames.next();
        expect(JSON.parse(frame.data.toString())).toMatchObject(Object(told));
      }
      if (closes !== undefined) {
        const { code } = await inTime("the end of the client's connection", open().closed);
        expect(code).toBe(closes);
      }
    },
    async receive({ frame }, isForwarded) {
      if (isForwarded) expectSameFrame(await open().frames.next(), frame);
    },
    request: (step) => send(withId(step.frame, ID)),
    // Nothing of it is on the wire.
    unanswered: async () => undefined,
    willAnswer: () => undefined,
    async answer({ frame, reply }) {
      expectSameFrame(await open().frames.next(), frame);
      send(reply);
    },
    close(step) {
      if (step.by === "network") open().ws.terminate();
      else if (step.by === "client") closeBy(open().ws, step);
    },
    async ended({ by, wire, reconnects }) {
      const { closed, frames } = open();
      const found = await inTime("the end of the client's connection", closed);
      if (by !== "network" && wire !== "cut") {
        expect(found).toEqual({ code: wire.code ?? 1005, reason: wire.reason ?? "" });
      }
      expect(frames.waiting).toBe(0);
      socket = null;
      if (reconnects !== undefined && by !== "gateway") {
        socket = await opened(url, reconnects.handshake ?? first);
      }
    },
    async finish() {
      if (socket === null) return [];
      socket.ws.close(1000);
      await inTime("the end of the client's connection", socket.closed);
      return socket.frames.waiting === 0 ? [] : [await socket.frames.next()];
    },
  };
}

function closeBy(ws: WebSocket, { wire }: CloseStep): void {
  if (wire === "cut") ws.terminate();
  else if (wire.code === null) ws.close();
  else ws.close(wire.code, wire.reason);
}

async function opened(url: string, handshake: Handshake): Promise<Socket> {
  const attempt = await tried(url, handshake);
  if ("status" in attempt) throw new Error(`was answered ${attempt.status}: ${attempt.body}`);
  return attempt;
}

async function refusedWith(url: string, handshake: Handshake): Promise<Answer> {
  const attempt = await tried(url, handshake);
  if ("ws" in attempt) throw new Error("was answered 101");
  return attempt;
}

function tried(url: string, handshake: Handshake): Promise<Socket | Answer> {
  const { path, query = [], headers = {}, subprotocols = [] } = handshake;
  const pairs = query.map((pair) => pair.map(encodeURIComponent).join("="));
  const target = [`${url}${path}`, pairs.join("&")].filter(Boolean).join("?");
  const ws = new WebSocket(target, [...subprotocols], { headers });
  const frames = createMailbox<Frame>("a frame at the client");
  ws.on("message", (data, binary) => frames.put({ data: bytesOf(data), binary }));
  const closed = new Promise<CloseFrame>((resolve) =>
    ws.on("close", (code, reason) => resolve({ code, reason: reason.toString() })),
  );
  return new Promise((resolve, reject) => {
    ws.on("error", reject);
    ws.on("open", () => resolve({ ws, frames, closed }));
    ws.on("unexpected-response", (_request, response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const retryAfter = response.headers["retry-after"];
        const body = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, retryAfter, body });
      });
    });
  });
}

/** RFC 9457: the name of the refusal, and all parameters that are wrong. */
function expectAnswer({ status, retryAfter, body }: Answer, { refused }: Connect): void {
  expect(status).toBe(refused?.status);
  expect(retryAfter).toBe(refused?.retryAfter?.toString());
  const problem: Readonly<Record<string, unknown>> = JSON.parse(body);
  expect(problem["code"]).toBe(refused?.code);
  if (refused?.problems !== undefined) {
    expect(placesOf(problem["problems"])).toEqual(placesOf(refused.problems));
  }
}

/** `query name`, in alphabetical order. */
export function placesOf(problems: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(problems) ? problems : [];
  return list.map((one) => `${Object(one).in} ${Object(one).name}`).toSorted();
}
