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

/** A 101 as RFC 6455 section 4.2.2 has it. */
export const GOOD_ANSWER = [
  "HTTP/1.1 101 Switching Protocols",
  "Upgrade: websocket",
  "Connection: Upgrade",
  "Sec-WebSocket-Accept: {accept}",
  "\r\n",
].join("\r\n");

/**
 * Starts a backend that answers the end of a request's head with what `says` makes of it, and then ends;
 * null: it is silent. `{accept}` becomes the Sec-WebSocket-Accept of the request, and such an answer stays open.
 */
export async function startStub(says: (request: string) => string | null): Promise<StubBackend> {
  const heard: string[] = [];
  const server = createServer((socket) => {
    const index = heard.push("") - 1;
    let hasAnswered = false;
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk) => {
      const request = (heard[index] ?? "") + chunk.toString("latin1");
      heard[index] = request;
      if (hasAnswered || !request.includes("\r\n\r\n")) return;
      hasAnswered = true;
      const answer = says(request);
      if (answer === null) return;
      const text = answer.replace("{accept}", acceptOf(request));
      if (answer.includes("{accept}")) socket.write(text, "latin1");
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
