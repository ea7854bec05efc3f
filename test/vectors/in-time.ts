const PATIENCE_MS = 5000;

/** What a promise resolves to; fails after 5 s with the name of what did not come. */
export function inTime<Value>(what: string, promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what} did not come`)), PATIENCE_MS);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
