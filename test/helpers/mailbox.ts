/** One WebSocket message. */
export interface Frame {
  readonly data: Buffer;
  readonly binary: boolean;
}

/** Things that arrive, in order, waited for one at a time. */
export interface Mailbox<T> {
  put(item: T): void;
  /** The next item; fails after 5 s with the name of what did not come. */
  next(): Promise<T>;
  /** How many arrived that nobody took. */
  readonly waiting: number;
}

const PATIENCE_MS = 5000;

/** An empty mailbox; `name` is what a failed wait says. */
export function createMailbox<T>(name: string): Mailbox<T> {
  const items: T[] = [];
  const takers: ((item: T) => void)[] = [];
  return {
    put(item) {
      const taker = takers.shift();
      if (taker === undefined) {
        items.push(item);
        return;
      }
      taker(item);
    },
    next() {
      const [item] = items.splice(0, 1);
      if (item !== undefined) {
        return Promise.resolve(item);
      }
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`${name} did not come`)), PATIENCE_MS);
        takers.push((arrived) => {
          clearTimeout(timer);
          resolve(arrived);
        });
      });
    },
    get waiting() {
      return items.length;
    },
  };
}
