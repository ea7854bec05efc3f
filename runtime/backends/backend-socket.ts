import { connect, isIP, type Socket } from "node:net";
import type { SecureContext } from "node:tls";

/** TLS settings by the PEM text of the private authority; "" is the system's. Making one takes a millisecond. */
const contexts = new Map<string, SecureContext>();

/** A connection to a backend that is being opened. */
export interface OpeningSocket {
  readonly socket: Socket;
  /** What tells that it is open and, with TLS, that the backend's certificate is good. */
  readonly openEvent: "connect" | "secureConnect";
}

/**
 * Begins to connect to the host of a `ws` or `wss` URL. TLS asks for the certificate of that host (SNI, RFC 6066) and
 * offers no other protocol than HTTP/1.1's own.
 */
export function openBackendSocket(
  url: URL,
  tlsCa: string | null,
): OpeningSocket | Promise<OpeningSocket> {
  const host = url.hostname.startsWith("[") ? url.hostname.slice(1, -1) : url.hostname;
  if (url.protocol === "wss:") return openSecure(host, portOf(url, 443), tlsCa);
  const port = portOf(url, 80);
  const socket = connect({ host, port, noDelay: true, allowHalfOpen: true });
  return { socket, openEvent: "connect" };
}

/** TLS is loaded when a backend asks for it: most stand in the same network. */
async function openSecure(host: string, port: number, ca: string | null): Promise<OpeningSocket> {
  const { connect: connectSecure, createSecureContext } = await import("node:tls");
  const known = contexts.get(ca ?? "");
  const secureContext = known ?? createSecureContext(ca === null ? {} : { ca });
  contexts.set(ca ?? "", secureContext);
  const options = {
    host,
    port,
    // An address is no name that could be asked for.
    servername: isIP(host) === 0 ? host : "",
    secureContext,
    allowHalfOpen: true,
  };
  const socket = connectSecure(options);
  socket.setNoDelay(true);
  return { socket, openEvent: "secureConnect" };
}

function portOf(url: URL, usual: number): number {
  return url.port === "" ? usual : Number(url.port);
}
