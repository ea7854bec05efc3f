/**
 * `ws-relay.mjs PORT BACKEND_PORT [SCHEMA]`: the relay that anyone would write with `ws`; with a file that holds
 * a JSON Schema, each message is parsed and checked by ajv. WS_NO_BUFFER_UTIL=1 keeps bufferutil out of it.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { Ajv } from "ajv";
import { WebSocket, WebSocketServer } from "ws";

const MAX_BYTES = 1 << 20;
const [port, backendPort, schema] = process.argv.slice(2);
const check =
  schema === undefined ? null : new Ajv().compile(JSON.parse(readFileSync(schema, "utf8")));
const clients = new WebSocketServer({
  noServer: true,
  perMessageDeflate: false,
  maxPayload: MAX_BYTES,
});

/** The close code that a message earns, or null. */
function fault(data) {
  try {
    return check(JSON.parse(data.toString())) ? null : 1008;
  } catch {
    return 1007;
  }
}

function pump(from, to, toSocket) {
  from.on("message", (data, binary) => {
    const code = check === null ? null : fault(data);
    if (code !== null) {
      from.close(code);
      return;
    }
    to.send(data, { binary });
    if (toSocket.writableLength > MAX_BYTES && !from.isPaused) {
      from.pause();
      toSocket.once("drain", () => from.resume());
    }
  });
  from.on("close", () => to.close());
  from.on("error", () => to.terminate());
}

const server = createServer((_request, response) => response.writeHead(426).end());
server.on("upgrade", (request, socket, head) => {
  const backend = new WebSocket(`ws://127.0.0.1:${backendPort}${request.url}`, {
    perMessageDeflate: false,
    maxPayload: MAX_BYTES,
  });
  backend.on("error", () => socket.destroy());
  backend.on("upgrade", (answer) => {
    const backendSocket = answer.socket;
    backend.once("open", () =>
      clients.handleUpgrade(request, socket, head, (client) => {
        pump(client, backend, backendSocket);
        pump(backend, client, socket);
      }),
    );
  });
});
server.listen(Number(port), "127.0.0.1", 4096);
