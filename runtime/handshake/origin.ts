import type { ApiDocument } from "../contract/v1.ts";
import { Refusal } from "../refusals.ts";
import { type CredentialPlace, type CredentialPlan, standsIn } from "./credentials.ts";
import { type HandshakeRequest, singleHeader } from "./request.ts";

/**
 * Decides whether a page may open this socket (RFC 6455 section 10.2). A browser attaches cookies,
 * basic credentials and client certificates by itself, and needs none where none is asked for, so
 * that under
 * `auto` these are open to pages of the same host only; a token that a page must hold may come
 * from any. Where both kinds would do, the presented one decides. A client that is no browser sends
 * no Origin; that is refused only where a cookie is the credential.
 */
export function checkOrigin(
  request: HandshakeRequest,
  policy: ApiDocument["origins"],
  plan: CredentialPlan,
): void {
  const origin = singleHeader(request, "origin");
  if (origin === null) {
    refuseMissing(request, policy, plan);
    return;
  }
  if (!isAllowed(origin, request, policy, plan)) {
    throw new Refusal("ORIGIN_FORBIDDEN", { origin: printable(origin) });
  }
}

function refuseMissing(
  request: HandshakeRequest,
  policy: ApiDocument["origins"],
  plan: CredentialPlan,
): void {
  const mayBeCookie = plan.places.some((place) => place.in === "cookie");
  if (policy !== "any" && mayBeCookie && !isExplicit(plan, request)) {
    throw new Refusal("ORIGIN_FORBIDDEN", { origin: "none" });
  }
}

function isAllowed(
  origin: string,
  request: HandshakeRequest,
  policy: ApiDocument["origins"],
  plan: CredentialPlan,
): boolean {
  if (policy === "any") {
    return true;
  }
  if (policy !== "auto") {
    const normal = normalOrigin(origin);
    return normal !== null && policy.some((allowed) => normalOrigin(allowed) === normal);
  }
  return isExplicit(plan, request) || isSameHost(origin, request.host);
}

/**
 * The credential is one that a page must fill in itself: no other is asked for, or it is what
 * stands in the handshake. A token in the query beside a cookie says nothing, as the backend may
 * take either, nor does one where the route opens without.
 */
function isExplicit(plan: CredentialPlan, request: HandshakeRequest): boolean {
  const standing = plan.places.filter((place) => isPresented(place, request));
  if (standing.some(isBeyondPages)) {
    return true;
  }
  const isOptional = plan.requirements.some((schemes) => schemes.length === 0);
  const decisive = plan.places.every(isExplicitPlace) ? plan.places : standing;
  return !isOptional && decisive.length > 0 && decisive.every(isExplicitPlace);
}

/** What is offered beside a protocol may be a token; whether it is, is checked after the origin. */
function isPresented(place: CredentialPlace, request: HandshakeRequest): boolean {
  return place.in === "subprotocol"
    ? request.headers.has("sec-websocket-protocol")
    : standsIn(place, request);
}

/** A page cannot set a header of a handshake, and a browser sets none of these by itself. */
function isBeyondPages(place: CredentialPlace): boolean {
  return place.in === "header" && isExplicitPlace(place);
}

function isExplicitPlace(place: CredentialPlace): boolean {
  switch (place.in) {
    case "header":
      return place.scheme !== "basic" && place.name !== "cookie";
    case "query":
    case "subprotocol":
      return true;
    case "cookie":
    case "elsewhere":
      return false;
  }
}

/**
 * Scheme, host and port as a URL writes them (RFC 6454 section 6.1); null for what is no origin.
 */
function normalOrigin(text: string): string | null {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/?#@\s\\]+\/?$/i.test(text) || !URL.canParse(text)) {
    return null;
  }
  const url = new URL(text);
  return `${url.protocol}//${url.host}`;
}

/** Same host and port as the request's Host, whatever terminates TLS in front of us. */
function isSameHost(origin: string, host: string): boolean {
  const normal = normalOrigin(origin);
  if (normal === null || !/^https?:/.test(normal)) {
    return false;
  }
  const { protocol, host: originHost } = new URL(normal);
  const own = normalOrigin(`${protocol}//${host}`);
  return own !== null && new URL(own).host === originHost;
}

function printable(origin: string): string {
  return origin.replaceAll(/[^\x21-\x7e]/g, "?").slice(0, 80);
}
