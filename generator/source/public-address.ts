/**
 * Which addresses belong to the public internet. All else (this machine, private and shared networks,
 * link-local, multicast, documentation, embedded IPv4) may be something that only this machine reaches.
 * Source: the IANA IPv4 and IPv6 special-purpose address registries (RFC 6890, RFC 8190).
 */
import { BlockList, isIPv4 } from "node:net";

const SPECIAL_V4: readonly (readonly [network: string, prefix: number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  // Shared by carriers (RFC 6598); also some clouds' metadata.
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  // Link-local (RFC 3927); most clouds' metadata.
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];

/** Within 2000::/3, which is all that is global unicast (RFC 4291 section 2.4). */
const SPECIAL_V6: readonly (readonly [network: string, prefix: number])[] = [
  // IETF protocols; Teredo among them, which embeds an IPv4 address.
  ["2001::", 23],
  ["2001:db8::", 32],
  // 6to4 embeds an IPv4 address.
  ["2002::", 16],
  ["3fff::", 20],
];

const special = new BlockList();
for (const [network, prefix] of SPECIAL_V4) special.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of SPECIAL_V6) special.addSubnet(network, prefix, "ipv6");

const globalV6 = new BlockList();
globalV6.addSubnet("2000::", 3, "ipv6");

/** Whether an IP address, in the form that a resolver gives, is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special.check(address, "ipv4");
  return globalV6.check(address, "ipv6") && !special.check(address, "ipv6");
}
