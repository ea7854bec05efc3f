import { Buffer } from "node:buffer";
import { Duplex } from "node:stream";

/** The engine's end of a connection that lies in memory: a test decides when bytes come and when they are taken. */
export class MemoryWire extends Duplex {
  /** What was written and taken, as it was when it was taken. */
  readonly taken: Buffer[] = [];
  /** Writes are taken by `takeOne` only. */
  readonly #isSlow: boolean;
  readonly #waiting: { readonly chunks: readonly Buffer[]; readonly done: () => void }[] = [];

  constructor(isSlow: boolean) {
    super({ allowHalfOpen: true });
    this.#isSlow = isSlow;
  }

  /** The peer's bytes arrive, in memory of nobody else, since engines change what they read where it lies. */
  arrives(chunk: Buffer): void {
    if (!this.destroyed) this.push(chunk);
  }

  /** The peer writes nothing more. */
  arrivesEnd(): void {
    if (!this.destroyed) this.push(null);
  }

  /** Takes what was written first of all that waits; false: nothing waits. */
  takeOne(): boolean {
    const write = this.#waiting.shift();
    if (write === undefined) return false;
    this.#keep(write.chunks);
    write.done();
    return true;
  }

  override _read(): void {
    // Bytes come when the test says so.
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#written([chunk], done);
  }

  override _writev(writes: { readonly chunk: Buffer }[], done: () => void): void {
    this.#written(
      writes.map(({ chunk }) => chunk),
      done,
    );
  }

  #written(chunks: readonly Buffer[], done: () => void): void {
    if (this.#isSlow) {
      this.#waiting.push({ chunks, done });
      return;
    }
    this.#keep(chunks);
    done();
  }

  #keep(chunks: readonly Buffer[]): void {
    for (const chunk of chunks) this.taken.push(Buffer.from(chunk));
  }
}
