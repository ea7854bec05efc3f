import { connect, type Socket } from "node:net";

/** What came back on a raw socket, as text. */
export interface RawAnswer {
  /** 0: nothing that begins like HTTP. */
  readonly status: number;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** The 16 zero bytes, as a legal key. */
export const KEY = "AAAAAAAAAAAAAAAAAAAAAA==";

/** Header lines of a legal handshake. */
export const LEGAL_HEADERS = [
  "Host: gateway.test",
  "Upgrade: websocket",
  "Connection: Upgrade",
  `Sec-WebSocket-Key: ${KEY}`,
  "Sec-WebSocket-Version: 13",
] as const;

/** A request text; lines of `headers` in order, nothing added. */
export function requestText(line: string, headers: readonly string[], rest = ""): string {
  return `${[line, ...headers].join("\r\n")}\r\n\r\n${rest}`;
}

/**
 * Sends the text and reads to the end of the answer's head, or its whole body where it has one. The socket
 * is cut afterwards.
 */
export async function exchange(port: number, text: string | Buffer): Promise<RawAnswer> {
  const socket = connect(port, "127.0.0.1");
  try {
    socket.write(text, typeof text === "string" ? "latin1" : "utf8");
    return await readAnswer(socket);
  } finally {
    socket.destroy();
  }
}

/** Reads one HTTP answer from a socket. */
export function readAnswer(socket: Socket): Promise<RawAnswer> {
  return new Promise((resolve) => {
    let text = "";
    const finish = (): void => {
      socket.off("data", read);
      resolve(parseAnswer(text));
    };
    const read = (chunk: Buffer): void => {
      text += chunk.toString("latin1");
      if (isWhole(text)) {
        finish();
      }
    };
    socket.on("data", read);
    socket.once("error", finish);
    socket.once("close", finish);
  });
}

function isWhole(text: string): boolean {
  const end = text.indexOf("\r\n\r\n");
  if (end === -1) {
    return false;
  }
  const length = Number(parseAnswer(text).headers.get("content-length") ?? 0);
  return text.length >= end + 4 + length;
}

function parseAnswer(text: string): RawAnswer {
  const end = text.indexOf("\r\n\r\n");
  const [line = "", ...lines] = (end === -1 ? text : text.slice(0, end)).split("\r\n");
  const headers = lines.map((header): [string, string] => {
    const colon = header.indexOf(":");
    return [header.slice(0, colon).toLowerCase(), header.slice(colon + 1).trim()];
  });
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(line)?.[1] ?? 0),
    headers: new Map(headers),
    body: end === -1 ? "" : Buffer.from(text.slice(end + 4), "latin1").toString("utf8"),
  };
}
