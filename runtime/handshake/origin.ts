import type { ApiDocument } from "../contract/v1.ts";
import { Refusal } from "../refusals.ts";
import type { CredentialPlan } from "./credentials.ts";
import { type HandshakeRequest, singleHeader } from "./request.ts";

/**
 * Decides whether a page may open this socket (RFC 6455 section 10.2). A browser attaches cookies,
 * basic credentials and client certificates by itself, and needs none where none is asked for, so
 * that under
 * `auto` these are open to pages of the same host only; a token that a page must hold may come
 * from any. A client that is no browser sends no Origin; that is refused only where a cookie is the
 * credential.
 */
export function checkOrigin(
  request: HandshakeRequest,
  policy: ApiDocument["origins"],
  plan: CredentialPlan,
): void {
  const origin = singleHeader(request, "origin");
  if (origin === null) {
    refuseMissing(policy, plan);
    return;
  }
  if (!isAllowed(origin, request.host, policy, plan)) {
    throw new Refusal("ORIGIN_FORBIDDEN", { origin: printable(origin) });
  }
}

function refuseMissing(policy: ApiDocument["origins"], plan: CredentialPlan): void {
  const needsOrigin = policy !== "any" && plan.places.some((place) => place.in === "cookie");
  if (needsOrigin) {
    throw new Refusal("ORIGIN_FORBIDDEN", { origin: "none" });
  }
}

function isAllowed(
  origin: string,
  host: string,
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
  return isExplicit(plan) || isSameHost(origin, host);
}

/** Every place of every requirement is one that a page must fill in itself. */
function isExplicit(plan: CredentialPlan): boolean {
  return plan.places.length > 0 && plan.places.every(isExplicitPlace);
}

function isExplicitPlace(place: CredentialPlan["places"][number]): boolean {
  switch (place.in) {
    case "header":
      return place.scheme !== "basic";
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
