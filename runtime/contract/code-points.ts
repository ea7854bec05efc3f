import { spend } from "./fuel.ts";

/** Length of a string in Unicode code points; half of a surrogate pair counts as one. */
export function codePoints(text: string): number {
  spend(text.length >> 1);
  let count = text.length;
  for (let at = 1; at < text.length; at += 1) {
    if (
      (text.charCodeAt(at) & 0xfc00) === 0xdc00 &&
      (text.charCodeAt(at - 1) & 0xfc00) === 0xd800
    ) {
      count -= 1;
    }
  }
  return count;
}
