import type { Duplex } from "node:stream";

/**
 * Puts together what is written while one chunk is worked through: a socket that gets several pieces is corked from the
 * second on, and gets them from the system in one call.
 */
export class WriteBatch {
  #hasMore = false;
  readonly #corked: Duplex[] = [];

  /** What is written from now on is not the last that the chunk at work brings. */
  expectMore(): void {
    this.#hasMore = true;
  }

  /** Writes to a socket at once, or with what else the chunk brings. */
  write(socket: Duplex, bytes: Uint8Array, written: (() => void) | null): void {
    if (this.#hasMore && socket.writableCorked === 0) {
      socket.cork();
      this.#corked.push(socket);
    }
    if (written === null) socket.write(bytes);
    else socket.write(bytes, written);
  }

  /** The chunk is done: everything goes out. */
  end(): void {
    this.#hasMore = false;
    while (this.#corked.length > 0) this.#corked.pop()?.uncork();
  }
}

/** The batch of this process: chunks are worked through one at a time, and both legs of a relay write in it. */
export const processBatch: WriteBatch = new WriteBatch();
