import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { isPublicAddress } from "./public-address.ts";

/** One address of a host. */
export interface HostAddress {
  readonly address: string;
  readonly family: number;
}

/** Asks for every address of a name. */
export type Resolver = (host: string) => Promise<readonly HostAddress[]>;

/** The system's resolver. */
export const systemResolver: Resolver = (host) => lookup(host, { all: true, verbatim: true });

/** Where a host may be connected to, or why it may not. */
export type Resolved =
  | { readonly kind: "addresses"; readonly addresses: readonly HostAddress[] }
  | { readonly kind: "internal" };

/**
 * Asks once where a URL's host is. A name that leads to any address which is not public is refused as a
 * whole: which of them were connected to would be up to whoever answers for the name.
 */
export async function resolveHost(
  url: URL,
  resolver: Resolver,
  internalHosts: readonly string[],
): Promise<Resolved> {
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const family = isIP(host);
  const addresses = family === 0 ? await resolver(host) : [{ address: host, family }];
  const isAllowed =
    internalHosts.includes(url.hostname) ||
    addresses.every(({ address }) => isPublicAddress(address));
  return isAllowed ? { kind: "addresses", addresses } : { kind: "internal" };
}
