import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";

/** A backend that says one thing to whatever it is asked. */
export interface StubBackend {
  readonly url: string;
  /** All bytes of each connection, as Latin-1 text. */
  readonly heard: readonly string[];
  close(): Promise<void>;
}

/**
 * Starts a backend that answers the end of a request's head with `says`, and then ends; null: it is silent.
 * `{accept}` becomes the Sec-WebSocket-Accept of the request (RFC 6455 section 4.2.2), and a 101 stays open.
 */
export async function startStub(says: string | null): Promise<StubBackend> {
  const heard: string[] = [];
  const server = createServer((socket) => {
    const index = heard.push("") - 1;
    let hasAnswered = false;
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk) => {
      heard[index] += chunk.toString("latin1");
      if (hasAnswered || says === null || !heard[index]?.includes("\r\n\r\n")) return;
      hasAnswered = true;
      const text = says.replace("{accept}", acceptOf(heard[index]));
      if (says.includes("{accept}")) socket.write(text, "latin1");
      else socket.end(text, "latin1");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}`,
    heard,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

function acceptOf(request: string): string {
  const key = /sec-websocket-key: (\S+)/i.exec(request)?.[1] ?? "";
  return createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
}
