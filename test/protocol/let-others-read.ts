import { setImmediate } from "node:timers/promises";

/**
 * Lets every socket of this process, the gateway's too, read what was written to it: two of these turns have a whole
 * round of the event loop between them, and sockets are read in each round.
 */
export async function letOthersRead(): Promise<void> {
  await setImmediate();
  await setImmediate();
}
