import { Buffer } from "node:buffer";
import { write, writeSync } from "node:fs";
import type { LogDestination } from "./log-destination.ts";

/** Characters held while nobody takes them, and as many being written; beyond it lines are lost, not memory. */
const MAX_WAITING = 4 * 1024 * 1024;

/** What passes: a pipe that is full, or a disk. */
const PASSING: ReadonlySet<string> = new Set(["EAGAIN", "EBUSY", "ENOSPC", "EDQUOT"]);

const RETRY_MS = 100;

/** How long an end waits for lines that nobody takes. */
const FLUSH_MS = 1000;

/**
 * Writes lines to a file descriptor that is a terminal, a pipe or a file, behind each other and beside the event loop.
 * A terminal that was closed, a reader that is gone and a disk that is full cost lines and nothing else: a gateway
 * without a log is better than none. What waits when the process ends is tried once more.
 */
export class ErrorLines implements LogDestination {
  readonly #fd: number;
  #waiting: string[] = [];
  #waitingLength = 0;
  /** What is being written, or will be tried again. */
  #rest: Buffer | null = null;
  #isOnItsWay = false;
  #isHooked = false;
  readonly #idle = new Set<() => void>();

  constructor(fd: number) {
    this.#fd = fd;
  }

  write(line: string): void {
    if (this.#waitingLength + line.length > MAX_WAITING) return;
    this.#waiting.push(line);
    this.#waitingLength += line.length;
    this.#hook();
    if (this.#rest === null) this.#next();
  }

  /** Settles when all lines so far are written or lost, and after a second at the latest. */
  flush(): Promise<void> {
    if (this.#rest === null) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#idle.delete(done);
        resolve();
      };
      const timer = setTimeout(done, FLUSH_MS);
      this.#idle.add(done);
    });
  }

  #next(): void {
    this.#rest = null;
    if (this.#waiting.length === 0) {
      for (const done of this.#idle) done();
      return;
    }
    this.#send(this.#takeWaiting());
  }

  #takeWaiting(): Buffer {
    const bytes = Buffer.from(this.#waiting.join(""));
    this.#waiting = [];
    this.#waitingLength = 0;
    return bytes;
  }

  #send(bytes: Buffer): void {
    this.#rest = bytes;
    this.#isOnItsWay = true;
    write(this.#fd, bytes, (error, count) => {
      this.#isOnItsWay = false;
      if (error === null) this.#wrote(bytes.subarray(count));
      else if (PASSING.has(error.code ?? "")) this.#sendLater(bytes);
      else this.#next();
    });
  }

  #wrote(rest: Buffer): void {
    if (rest.length > 0) this.#send(rest);
    else this.#next();
  }

  /** Nothing that the process would have to live on for. */
  #sendLater(bytes: Buffer): void {
    setTimeout(() => this.#send(bytes), RETRY_MS).unref();
  }

  #hook(): void {
    if (this.#isHooked) return;
    this.#isHooked = true;
    process.once("exit", () => this.#writeNow());
  }

  #writeNow(): void {
    const before = this.#isOnItsWay || this.#rest === null ? [] : [this.#rest];
    let bytes = Buffer.concat([...before, this.#takeWaiting()]);
    try {
      while (bytes.length > 0) bytes = bytes.subarray(writeSync(this.#fd, bytes));
    } catch {
      return;
    }
  }
}

/** Standard error of this process, which all its gateways share. */
export const errorLines: ErrorLines = new ErrorLines(2);
