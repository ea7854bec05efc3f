import { Buffer } from "node:buffer";
import { createHash, randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";

/** RFC 6455 section 1.3. */
const MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** What has been read of one end's HTTP, and the bytes behind it. */
interface Head {
  readonly text: string;
  readonly rest: Buffer;
}

/** An open connection to the gateway and the first bytes that came behind its 101. */
export interface OpenSocket {
  readonly socket: Socket;
  readonly rest: Buffer;
  /** The extensions that the gateway accepted; empty: none. */
  readonly extensions: string;
}

/** What a client asks for; `early` is written in the same go. */
interface Request {
  readonly port: number;
  readonly path: string;
  readonly early: Buffer;
  readonly extension: string | null;
}

/** Opens a WebSocket as a client does (section 4.1). */
export async function openAsClient(request: Request): Promise<OpenSocket> {
  const { port, path, early, extension } = request;
  const key = randomBytes(16).toString("base64");
  const socket = connect({ port, host: "127.0.0.1", noDelay: true, allowHalfOpen: true });
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Key: ${key}`,
    "Sec-WebSocket-Version: 13",
    ...extensionLine(extension),
  ];
  socket.write(Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`), early]));
  const { text, rest } = await readHead(socket);
  const isOpen =
    text.startsWith("HTTP/1.1 101 ") && headerOf(text, "sec-websocket-accept") === acceptOf(key);
  if (!isOpen) throw new Error(`the gateway's handshake is no 101: ${text.slice(0, 200)}`);
  return { socket, rest, extensions: headerOf(text, "sec-websocket-extensions") };
}

/** Reads the gateway's request to a backend. */
export async function readRequest(socket: Socket): Promise<{
  readonly path: string;
  readonly rest: Buffer;
  /** The extensions that the gateway offers; empty: none. */
  readonly offer: string;
  /** Makes the 101 (section 4.2.2) that answers it. */
  readonly answer: (extension: string | null) => Buffer;
}> {
  const { text, rest } = await readHead(socket);
  const path = /^GET (\S+) HTTP\/1\.1\r\n/.exec(text)?.[1] ?? "";
  const answer = (extension: string | null): readonly string[] => [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Accept: ${acceptOf(headerOf(text, "sec-websocket-key"))}`,
    ...extensionLine(extension),
  ];
  return {
    path,
    rest,
    offer: headerOf(text, "sec-websocket-extensions"),
    answer: (extension) => Buffer.from(`${answer(extension).join("\r\n")}\r\n\r\n`),
  };
}

function extensionLine(extension: string | null): readonly string[] {
  return extension === null ? [] : [`Sec-WebSocket-Extensions: ${extension}`];
}

function readHead(socket: Socket): Promise<Head> {
  return new Promise((resolve, reject) => {
    let bytes: Buffer = Buffer.alloc(0);
    const finish = (): void => {
      socket.off("data", read).off("end", fail).off("error", fail).off("close", fail);
      socket.pause();
    };
    const fail = (): void => {
      finish();
      reject(new Error(`the gateway ended before its handshake was whole: ${bytes.toString()}`));
    };
    const read = (chunk: Buffer): void => {
      bytes = Buffer.concat([bytes, chunk]);
      const end = bytes.indexOf("\r\n\r\n");
      if (end === -1) return;
      finish();
      resolve({ text: bytes.toString("latin1", 0, end + 2), rest: bytes.subarray(end + 4) });
    };
    socket.on("data", read).on("end", fail).on("error", fail).on("close", fail);
  });
}

function headerOf(text: string, name: string): string {
  const lines = text.split("\r\n").filter((line) => line.toLowerCase().startsWith(`${name}:`));
  return (lines[0] ?? "").slice(name.length + 1).trim();
}

function acceptOf(key: string): string {
  return createHash("sha1")
    .update(key + MAGIC)
    .digest("base64");
}
