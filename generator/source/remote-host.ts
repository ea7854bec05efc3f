/**
 * Whether an address may be fetched at all: https without credentials, and http to a host that was
 * allowed by name.
 */
export function isFetchable(url: URL, internalHosts: readonly string[]): boolean {
  if (url.username !== "" || url.password !== "") return false;
  if (url.protocol === "https:") return true;
  return url.protocol === "http:" && internalHosts.includes(url.hostname);
}

/** A host as URLs write it: in lower case, an address in its usual form. Null for what is no host. */
export function urlHost(host: string): string | null {
  const written = /^[^[\]]*:[^[\]]*$/.test(host) ? `[${host}]` : host;
  const url = URL.canParse(`https://${written}/`) ? new URL(`https://${written}/`) : null;
  const isHostOnly = url !== null && url.href === `https://${url.hostname}/`;
  return isHostOnly ? url.hostname : null;
}
