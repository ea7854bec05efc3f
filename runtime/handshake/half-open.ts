/** Counts, for each remote address, the connections whose request has not arrived yet. */
export interface HalfOpenConnections {
  /** One more connection of an address; false where it has as many as it may. */
  enter(remoteAddress: string): boolean;
  /** To be called once for each that entered: its request has arrived, or it is closed. */
  leave(remoteAddress: string): void;
}

/**
 * Makes the count. Slow requests cost their sender nothing, and each holds a socket until its time is
 * over; without a bound for one sender there would be none left for others.
 */
export function createHalfOpenConnections(perAddress: number): HalfOpenConnections {
  const counts = new Map<string, number>();
  return {
    enter(remoteAddress) {
      const sender = senderOf(remoteAddress);
      const count = counts.get(sender) ?? 0;
      if (count >= perAddress) return false;
      counts.set(sender, count + 1);
      return true;
    },
    leave(remoteAddress) {
      const sender = senderOf(remoteAddress);
      const left = (counts.get(sender) ?? 1) - 1;
      if (left === 0) counts.delete(sender);
      else counts.set(sender, left);
    },
  };
}

/**
 * Whose address it is: an IPv4 address is one sender; of an IPv6 address the first 64 bits are, since a
 * sender has all addresses of its network (RFC 4291 section 2.5.4).
 */
export function senderOf(remoteAddress: string): string {
  if (!remoteAddress.includes(":")) {
    return remoteAddress;
  }
  const [address = ""] = remoteAddress.split("%");
  if (address.includes(".")) {
    return address.slice(address.lastIndexOf(":") + 1);
  }
  const [head = "", tail = ""] = address.split("::");
  const [first, last] = [head, tail].map((part) => (part === "" ? [] : part.split(":")));
  const before = first ?? [];
  const zeros = address.includes("::") ? 8 - before.length - (last ?? []).length : 0;
  return [...before, ...Array<string>(zeros).fill("0"), ...(last ?? [])].slice(0, 4).join(":");
}
