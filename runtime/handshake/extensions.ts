import type { Route } from "../contract/v1.ts";
import { acceptableDeflate } from "../frames/deflate-parameters.ts";
import { parseExtensions } from "../frames/extension-header.ts";
import { Refusal } from "../refusals.ts";
import type { HandshakeRequest } from "./request.ts";

/**
 * The client's offer of permessage-deflate that is accepted, as text; null: none, because the route does not compress,
 * or because nothing that can be accepted was offered, which is declined by saying nothing (RFC 7692 section 5.1).
 * Throws HANDSHAKE_MALFORMED for a `Sec-WebSocket-Extensions` that breaks its grammar (RFC 6455 section 9.1).
 */
export function readDeflateOffer(
  request: HandshakeRequest,
  route: Pick<Route, "compression">,
): string | null {
  const lines = request.headers.get("sec-websocket-extensions");
  if (lines === undefined) return null;
  const offers = parseExtensions(lines);
  if (offers === null) {
    const reason = "Sec-WebSocket-Extensions is no list of extensions";
    throw new Refusal("HANDSHAKE_MALFORMED", { reason });
  }
  return route.compression === "deflate" ? acceptableDeflate(offers) : null;
}
