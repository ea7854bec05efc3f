import type { Route } from "../contract/v1.ts";
import { GATEWAY_LIMITS } from "../limits.ts";
import { Refusal } from "../refusals.ts";
import { withoutBlanks } from "./blanks.ts";
import type { CredentialPlan } from "./credentials.ts";
import type { HandshakeRequest } from "./request.ts";

/** The protocol beside which a token may travel where an API has none of its own. */
export const GATEWAY_PROTOCOL = "framegate";

/** What a client offered in `Sec-WebSocket-Protocol` (RFC 6455 section 11.3.4), told apart. */
export interface Offer {
  /** Protocols that are no secret: only one of these is ever selected. */
  readonly plain: readonly string[];
  /** Tokens; forwarded to a backend that verifies them, never echoed. */
  readonly tokens: readonly string[];
}

/** Reads the offer; HANDSHAKE_MALFORMED for a bad list. */
export function readOffer(
  request: HandshakeRequest,
  route: Pick<Route, "subprotocols">,
  plan: CredentialPlan,
): Offer {
  const offered = parseOffer(request.headers.get("sec-websocket-protocol") ?? []);
  const carriesToken = plan.places.some((place) => place.in === "subprotocol");
  const plain = offered.filter((name) => isPlain(name, route.subprotocols, carriesToken));
  const tokens = carriesToken ? offered.filter((name) => !plain.includes(name)) : [];
  return { plain, tokens };
}

/**
 * CREDENTIALS_INVALID for a token that travels alone: a browser wants one of its offers selected, and
 * a token is never echoed.
 */
export function refuseLoneToken(offer: Offer, route: Pick<Route, "subprotocols">): void {
  if (offer.tokens.length > 0 && offer.plain.length === 0) {
    const beside = route.subprotocols[0] ?? GATEWAY_PROTOCOL;
    throw new Refusal("CREDENTIALS_INVALID", {
      reason: `a token in Sec-WebSocket-Protocol travels beside a protocol, such as "${beside}"`,
    });
  }
}

/** What the backend is offered: as the client wrote it, but for our own protocol. */
export function protocolsForBackend(offer: Offer, route: Pick<Route, "subprotocols">): string[] {
  const own = offer.plain.filter(
    (name) => name !== GATEWAY_PROTOCOL || route.subprotocols.includes(name),
  );
  return [...own, ...offer.tokens];
}

/**
 * The protocol for the client's 101: the backend's choice if that is no secret, else ours; null for
 * none.
 */
export function selectProtocol(offer: Offer, backendSelected: string | null): string | null {
  if (backendSelected !== null && offer.plain.includes(backendSelected)) {
    return backendSelected;
  }
  if (offer.tokens.length > 0) {
    return offer.plain[0] ?? null;
  }
  return offer.plain.includes(GATEWAY_PROTOCOL) ? GATEWAY_PROTOCOL : null;
}

function parseOffer(lines: readonly string[]): readonly string[] {
  if (lines.length === 0) {
    return [];
  }
  const names = lines.flatMap((line) => line.split(",")).map(withoutBlanks);
  const isToken = (name: string): boolean => /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name);
  if (!names.every(isToken) || new Set(names).size !== names.length) {
    throw malformed("Sec-WebSocket-Protocol is no list of different tokens");
  }
  if (names.length > GATEWAY_LIMITS.subprotocols) {
    throw malformed(`more than ${GATEWAY_LIMITS.subprotocols} subprotocols`);
  }
  return names;
}

/**
 * Declared protocols and our own are plain. Where an API declares none and expects no token here,
 * what a client offers is passed on for the backend to choose from, except what looks like a
 * credential.
 */
function isPlain(name: string, declared: readonly string[], carriesToken: boolean): boolean {
  if (declared.includes(name) || name === GATEWAY_PROTOCOL) {
    return true;
  }
  return declared.length === 0 && !carriesToken && !looksLikeCredential(name);
}

/** A JWT, a name that says so, or text too long and too random for a protocol's name. */
function looksLikeCredential(name: string): boolean {
  const isJwt = /^[\w-]{8,}\.[\w-]{8,}\.[\w-]*$/.test(name);
  return isJwt || /bearer|token|secret|auth|passw|key/i.test(name) || name.length > 64;
}

function malformed(reason: string): Refusal {
  return new Refusal("HANDSHAKE_MALFORMED", { reason });
}
