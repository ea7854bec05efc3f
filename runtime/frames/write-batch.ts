import type { Duplex } from "node:stream";

/**
 * Puts together what is written while one chunk is worked through: a socket that gets several pieces is corked from the
 * second on, and gets them from the system in one call. Chunks are worked through one at a time, so there is one batch.
 */
export const writeBatch = {
  /** More is to come of the chunk at work; false also between chunks. */
  hasMore: false,
};

const corked: Duplex[] = [];

/** Writes to a socket at once, or with what else the chunk brings. */
export function writeInBatch(
  socket: Duplex,
  bytes: Uint8Array,
  written: (() => void) | null,
): void {
  if (writeBatch.hasMore && socket.writableCorked === 0) {
    socket.cork();
    corked.push(socket);
  }
  if (written === null) socket.write(bytes);
  else socket.write(bytes, written);
}

/** The chunk is done: everything goes out. */
export function endWriteBatch(): void {
  writeBatch.hasMore = false;
  while (corked.length > 0) corked.pop()?.uncork();
}
