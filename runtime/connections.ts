import type { Clock } from "./clock.ts";
import { GATEWAY_LIMITS } from "./limits.ts";
import type { RefusalCode } from "./refusals.ts";

/** An open connection as the registry needs it. */
export interface Connection {
  close(code: RefusalCode, detail: string): void;
  /** Cuts both sockets at once. */
  terminate(): void;
}

/** All open connections of one process. */
export interface Connections {
  readonly count: number;
  add(connection: Connection): void;
  /** A connection has ended. */
  remove(connection: Connection): void;
  /**
   * Closes all with 1012, in random order, spread over the window so that their clients do not come
   * back at once; settles when all have ended, or cuts what is left at the end of the window.
   */
  drain(windowSeconds: number): Promise<void>;
  /** Cuts all at once. */
  terminate(): void;
}

/** Share of the window in which closes are sent; the rest is for the peers to answer. */
const CLOSING_SHARE = 0.8;

/** Makes an empty registry. */
export function createConnections(clock: Clock): Connections {
  const open = new Set<Connection>();
  let allEnded = (): void => undefined;
  const terminate = (): void => open.forEach((connection) => connection.terminate());
  return {
    get count() {
      return open.size;
    },
    add(connection) {
      open.add(connection);
    },
    remove(connection) {
      open.delete(connection);
      if (open.size === 0) allEnded();
    },
    terminate,
    async drain(windowSeconds) {
      if (open.size === 0) return;
      const connections = shuffle([...open]);
      const ended = new Promise<void>((resolve) => {
        allEnded = resolve;
      });
      const cancelCut = clock.after(windowSeconds * 1000, terminate);
      const cancels = closeSpread(connections, windowSeconds, clock);
      await ended;
      [...cancels, cancelCut].forEach((cancel) => cancel());
    },
  };
}

function closeSpread(
  connections: readonly Connection[],
  windowSeconds: number,
  clock: Clock,
): readonly (() => void)[] {
  const spreadMs = drainSpreadMs(connections.length, windowSeconds);
  return connections.map((connection, index) => {
    const close = (): void => connection.close("DRAINING", "the gateway is restarting");
    return clock.after((spreadMs * index) / connections.length, close);
  });
}

/** Over how many milliseconds so many closes are spread. */
export function drainSpreadMs(count: number, windowSeconds: number): number {
  const atFullSpeed = (count / GATEWAY_LIMITS.drainedPerSecond) * 1000;
  return Math.min(windowSeconds * 1000 * CLOSING_SHARE, atFullSpeed);
}

/** Fisher and Yates. */
function shuffle<T>(items: T[]): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    const [a, b] = [items[i], items[j]];
    if (a !== undefined && b !== undefined) {
      items[i] = b;
      items[j] = a;
    }
  }
  return items;
}
