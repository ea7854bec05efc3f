import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

import { createRawLeg } from "../../runtime/frames/raw-leg.ts";
import type { OpenLeg } from "./open-leg.ts";

/** The leg's end and the peer's end of one connection; what is said before frames is not the engine's. */
export const openRaw: OpenLeg = async (options) => {
  const server = createServer({ allowHalfOpen: true, noDelay: true });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  const peerSocket = connect({ port: address.port, host: "127.0.0.1", noDelay: true });
  const accepted = new Promise<Socket>((resolve) => server.once("connection", resolve));
  const leg = createRawLeg({ socket: await accepted, head: Buffer.alloc(0), ...options });
  return {
    leg,
    peerSocket,
    stop: () => {
      peerSocket.destroy();
      leg.terminate();
      server.close();
    },
  };
};
