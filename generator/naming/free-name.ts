/**
 * `wanted` where it is free, else `wanted` with a suffix made from what is named, so that the name does not depend on
 * how many others there are: `state_5c1f0d2a`.
 */
export function freeName(
  wanted: string,
  named: string,
  isTaken: (name: string) => boolean,
): string {
  let name = wanted;
  for (let round = 0; isTaken(name); round += 1) {
    // Two names of one document may share a hash: somebody may want them to.
    name = `${wanted}_${hashOf(named + "\0".repeat(round))}`;
  }
  return name;
}

/** Eight hex digits of a 32-bit FNV-1a hash of the text as UTF-8. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
