import { createRawPeer } from "../frames/raw-peer.ts";
import type { AttackedGateway } from "./attacked-gateway.ts";

/** A peaceful connection beside an attack: it echoes through the gateway all the time. */
export interface Neighbour {
  /** Ends it; the longest that one echo took, in milliseconds. Throws where the gateway cut it. */
  stop(): Promise<number>;
}

/** Opens a neighbour and starts its echoes, one after the other. */
export async function startNeighbour(gateway: AttackedGateway): Promise<Neighbour> {
  const pair = await gateway.open();
  const client = createRawPeer(pair.client, true);
  const backend = createRawPeer(pair.backend, false);
  pair.client.resume();
  pair.backend.resume();
  const state = { isStopping: false };
  let worstMs = 0;
  const echo = async (): Promise<void> => {
    while (!state.isStopping) {
      const startedAtMs = performance.now();
      client.write({ payload: "there" });
      await backend.frame();
      backend.write({ payload: "and back" });
      await client.frame();
      worstMs = Math.max(worstMs, performance.now() - startedAtMs);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  const echoing = echo();
  return {
    async stop() {
      state.isStopping = true;
      await echoing;
      pair.client.destroy();
      return worstMs;
    },
  };
}
