/** What follows a server's path to make the URL that the gateway dials. */
export interface UpstreamPath {
  readonly path: string;
  /** The server's own path is not put before it. */
  readonly isAbsolute: boolean;
  /** The part that server and address had in common, for the warning; null: nothing. */
  readonly overlap: string | null;
}

/**
 * Joins a server's path and an address once. Where the end of the one is the beginning of the other (whole
 * segments; `/ws/v1` and `/ws/v1` or `/v1/rooms`), the common part stands there once.
 * The address `/` adds nothing to a server that has a path.
 */
export function joinPaths(serverPath: string, address: string): UpstreamPath {
  const own = segmentsOf(serverPath);
  const added = segmentsOf(address);
  if (own.length > 0 && added.length === 0) {
    return { path: "", isAbsolute: false, overlap: null };
  }
  for (let length = Math.min(own.length, added.length); length > 0; length--) {
    const common = added.slice(0, length);
    if (own.slice(-length).join("/") === common.join("/")) {
      const rest = added.slice(length).map((segment) => `/${segment}`);
      const slash = address.endsWith("/") ? "/" : "";
      return {
        path: `/${own.join("/")}${rest.join("")}${slash}`,
        isAbsolute: true,
        overlap: `/${common.join("/")}`,
      };
    }
  }
  return { path: address, isAbsolute: false, overlap: null };
}

function segmentsOf(path: string): readonly string[] {
  return path.split("/").filter((segment) => segment !== "");
}
