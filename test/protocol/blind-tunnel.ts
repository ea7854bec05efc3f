import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { portOf, type Subject } from "./rig.ts";

/** A gateway that looks at nothing: bytes go on as they come. What the suite must find fault with. */
export async function startBlindTunnel(backendUrl: string): Promise<Subject> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
  };
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    const port = Number(new URL(backendUrl).port);
    const options = { port, host: "127.0.0.1", noDelay: true, allowHalfOpen: true };
    const backend = keep(connect(options));
    keep(client).pipe(backend);
    backend.pipe(client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: portOf(server),
    defects: [],
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
}
