import type { Fault } from "./fault.ts";
import { valueAt, withValueAt } from "./pointer.ts";

/** A channel that shares a socket with others: its messages say to which they belong. */
export interface Topic {
  /** What is wrong with a message's topic; null: nothing. */
  check(whole: unknown): Fault | null;
  /** The message with a topic. */
  put(whole: unknown, topic: string): unknown;
}

/** The topic at a JSON pointer, by its template: `trades/{symbol}`. */
export function topic(at: string, address: string): Topic {
  return {
    check(whole) {
      const found = valueAt(whole, at);
      return typeof found === "string" && isUnder(address, found)
        ? null
        : {
            pointer: at,
            found: found === undefined ? "nothing" : "another topic",
            expected: `a topic such as ${address}`,
            keyword: "topic",
          };
    },
    put: (whole, given) => withValueAt(whole, at, given),
  };
}

/** Whether a topic is one of a template's; a parameter is at least one character. */
function isUnder(address: string, found: string): boolean {
  const [head = "", ...rest] = address.split(/\{[^{}]*\}/u);
  if (rest.length === 0 || !found.startsWith(head)) {
    return found === address;
  }
  let at = head.length;
  for (const [index, part] of rest.entries()) {
    const isLast = index === rest.length - 1;
    // The last part is the end of the topic, not the first place that looks like it.
    const next = isLast ? found.length - part.length : found.indexOf(part, at + 1);
    if (next <= at || !found.startsWith(part, next)) {
      return false;
    }
    at = next + part.length;
  }
  return true;
}
