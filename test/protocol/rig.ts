import { Buffer } from "node:buffer";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { Endpoint } from "./endpoint.ts";
import { openAsClient, readRequest } from "./handshake.ts";
import type { WireRole } from "./wire.ts";

/** What stands between the two ends. */
export interface Subject {
  readonly port: number;
  /** Defects of its own so far: each is an INTERNAL refusal. */
  readonly defects: readonly string[];
  close(): Promise<void>;
}

/** Both ends of one connection through the subject. */
export interface Pair {
  readonly attacker: Endpoint;
  /** Records and echoes. */
  readonly other: Endpoint;
  /** What the gateway accepted of the client's extensions; empty: none. */
  readonly extensions: string;
}

/** How the attacker opens its connection; the other end is plain. */
export interface Attack {
  readonly role: WireRole;
  readonly document: DocumentName;
  /** Written in one go with the attacker's side of the handshake. */
  readonly early: Buffer;
  /** What it says in Sec-WebSocket-Extensions; null: nothing. */
  readonly extension: string | null;
}

/** A subject with a raw backend behind it. */
export interface Rig {
  open(attack: Attack): Promise<Pair>;
  readonly defects: readonly string[];
  /** The extensions that each handshake with the backend offered, in order; empty: none. */
  readonly offers: readonly string[];
  close(): Promise<void>;
}

/** Contexts of the documents in `documents/`. */
export const CONTEXTS = {
  anything: "/anything/1.0",
  checked: "/checked/1.0",
  compressed: "/compressed/1.0",
} as const;

export type DocumentName = keyof typeof CONTEXTS;

/** Takes the request of the subject to the backend. */
type Dialled = (socket: Socket, head: Awaited<ReturnType<typeof readRequest>>) => void;

/** Starts one raw backend and the subject in front of it, for any number of connections. */
export async function startRig(start: (backendUrl: string) => Promise<Subject>): Promise<Rig> {
  const awaited = new Map<string, Dialled>();
  const sockets = new Set<Socket>();
  const offers: string[] = [];
  const backend = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    sockets.add(socket.on("close", () => sockets.delete(socket)).on("error", () => {}));
    readRequest(socket).then(
      (head) => {
        offers.push(head.offer);
        return awaited.get(connectionOf(head.path))?.(socket, head);
      },
      () => socket.destroy(),
    );
  });
  backend.listen(0, "127.0.0.1");
  await once(backend, "listening");
  const subject = await start(`ws://127.0.0.1:${portOf(backend)}`);
  let opened = 0;

  return {
    defects: subject.defects,
    offers,
    async open({ role, document, early, extension }) {
      opened += 1;
      const connection = String(opened);
      const [ofClient, ofBackend] =
        role === "client" ? [{ early, extension }, PLAIN] : [PLAIN, { early, extension }];
      const dialled = new Promise<Endpoint>((resolve) => {
        awaited.set(connection, (socket, { rest, answer }) => {
          const end = new Endpoint(socket, "server", {
            echoes: role === "client",
            windowBits: windowBits(ofBackend.extension ?? "", "client"),
          });
          end.feed(rest);
          void end.write(Buffer.concat([answer(ofBackend.extension), ofBackend.early]));
          resolve(end);
        });
      });
      const path = `${CONTEXTS[document]}/${connection}`;
      const client = await openAsClient({ port: subject.port, path, ...ofClient });
      const front = new Endpoint(client.socket, "client", {
        echoes: role === "server",
        windowBits: windowBits(client.extensions, "server"),
      });
      front.feed(client.rest);
      const back = await dialled;
      awaited.delete(connection);
      const [attacker, other] = role === "client" ? [front, back] : [back, front];
      return { attacker, other, extensions: client.extensions };
    },
    async close() {
      await subject.close();
      for (const socket of sockets) socket.destroy();
      backend.close();
    },
  };
}

const PLAIN = { early: Buffer.alloc(0), extension: null } as const;

/** The window of what the gateway compresses, by what was negotiated (RFC 7692 section 7.1.2); null: nothing is. */
function windowBits(negotiated: string, sender: WireRole): number | null {
  if (!negotiated.startsWith("permessage-deflate")) return null;
  return Number(new RegExp(`${sender}_max_window_bits=(\\d+)`).exec(negotiated)?.[1] ?? 15);
}

/** The last segment of the path, which both ends have in common. */
function connectionOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The port of a server that listens. */
export function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server has no port");
  return address.port;
}
