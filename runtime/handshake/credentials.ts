import type { ApiDocument, Route, SecurityScheme } from "../contract/v1.ts";
import { Refusal } from "../refusals.ts";
import { withoutBlanks } from "./blanks.ts";
import { type HandshakeRequest, singleHeader } from "./request.ts";

/** One place in which a credential may stand. */
export type CredentialPlace =
  | { readonly in: "header"; readonly name: string; readonly scheme: "bearer" | "basic" | null }
  | { readonly in: "query" | "cookie"; readonly name: string }
  | { readonly in: "subprotocol" }
  /** Nothing that a handshake could show: a token in the first message, a client certificate. */
  | { readonly in: "elsewhere" };

/**
 * What a route asks for: any one requirement, each of its schemes in any one of its places. One
 * without schemes is met by every handshake; the credentials of the others are then optional, and
 * still forwarded.
 */
export interface CredentialPlan {
  readonly requirements: readonly (readonly SchemePlaces[])[];
  readonly places: readonly CredentialPlace[];
  /** Value of `WWW-Authenticate` (RFC 9110 section 11.6.1). */
  readonly challenge: string;
  /** The places in words. */
  readonly expected: string;
}

interface SchemePlaces {
  readonly schemeId: string;
  readonly places: readonly CredentialPlace[];
}

/** Parameter and cookie name of a bearer token outside a header (RFC 6750 section 2.3). */
const ACCESS_TOKEN = "access_token";

/** Works out where each credential of a route may stand. */
export function planCredentials(
  route: Pick<Route, "security" | "tokenPlaces">,
  schemes: ApiDocument["securitySchemes"],
): CredentialPlan {
  const requirements = route.security.map((requirement) =>
    requirement.schemes.map(({ schemeId }) => {
      const scheme = Object.hasOwn(schemes, schemeId) ? schemes[schemeId] : undefined;
      return { schemeId, places: placesOf(scheme, route.tokenPlaces) };
    }),
  );
  const places = requirements.flat().flatMap((scheme) => scheme.places);
  return {
    requirements,
    places,
    challenge: challengeOf(places),
    expected: [...new Set(places.map(describePlace))].join(" or "),
  };
}

/**
 * Throws CREDENTIALS_MISSING unless one requirement is met. Nothing is verified: the backend does
 * that.
 */
export function requireCredentials(
  plan: CredentialPlan,
  request: HandshakeRequest,
  hasSubprotocolToken: boolean,
): void {
  if (plan.requirements.length === 0) {
    return;
  }
  const isPresent = (place: CredentialPlace): boolean =>
    place.in === "subprotocol" ? hasSubprotocolToken : standsIn(place, request);
  const isMet = plan.requirements.some((schemes) =>
    schemes.every((scheme) => scheme.places.some(isPresent)),
  );
  if (!isMet) {
    throw new Refusal("CREDENTIALS_MISSING", { expected: plan.expected });
  }
}

function placesOf(
  scheme: SecurityScheme | undefined,
  tokenPlaces: Route["tokenPlaces"],
): readonly CredentialPlace[] {
  switch (scheme?.kind) {
    case "httpBearer":
    case "oauth2":
    case "openIdConnect":
      return tokenPlaces.map(bearerPlace);
    case "httpBasic":
      return [{ in: "header", name: "authorization", scheme: "basic" }];
    case "apiKey":
      return [apiKeyPlace(scheme.apiKey), ...extraPlaces(tokenPlaces)];
    case "x509":
    case "other":
    case undefined:
      return [{ in: "elsewhere" }];
  }
}

function bearerPlace(place: Route["tokenPlaces"][number]): CredentialPlace {
  switch (place) {
    case "header":
      return { in: "header", name: "authorization", scheme: "bearer" };
    case "query":
    case "cookie":
      return { in: place, name: ACCESS_TOKEN };
    case "subprotocol":
      return { in: "subprotocol" };
    case "message":
      return { in: "elsewhere" };
  }
}

/** An api key stands where its scheme says; besides that only where a browser has no other way. */
function extraPlaces(tokenPlaces: Route["tokenPlaces"]): readonly CredentialPlace[] {
  return tokenPlaces
    .filter((place) => place === "subprotocol" || place === "message")
    .map(bearerPlace);
}

/** `user` and `password` keys are those of HTTP basic (AsyncAPI, Security Scheme Object). */
function apiKeyPlace(apiKey: SecurityScheme["apiKey"]): CredentialPlace {
  switch (apiKey?.in) {
    case "header":
      return { in: "header", name: apiKey.name.toLowerCase(), scheme: null };
    case "query":
    case "cookie":
      return { in: apiKey.in, name: apiKey.name };
    case "user":
    case "password":
      return { in: "header", name: "authorization", scheme: "basic" };
    case undefined:
      return { in: "elsewhere" };
  }
}

/** Whether a handshake shows something in a place; of a subprotocol only its offer can say. */
export function standsIn(place: CredentialPlace, request: HandshakeRequest): boolean {
  switch (place.in) {
    case "header":
      return headerFits(place.scheme, singleHeader(request, place.name));
    case "query":
      return request.query.some((pair) => pair.name === place.name && pair.value !== "");
    case "cookie":
      return cookiePairs(request).some((pair) => pair.name === place.name && pair.value !== "");
    case "subprotocol":
      return false;
    case "elsewhere":
      return true;
  }
}

function headerFits(scheme: "bearer" | "basic" | null, value: string | null): boolean {
  if (value === null || value === "") {
    return false;
  }
  return scheme === null || new RegExp(`^${scheme} +[^ ]`, "i").test(value);
}

/** One cookie, and as the client wrote it. */
export interface CookiePair {
  readonly name: string;
  readonly value: string;
  readonly raw: string;
}

/** The cookies of a request (RFC 6265 section 4.2.1). */
export function cookiePairs(request: HandshakeRequest): readonly CookiePair[] {
  return (request.headers.get("cookie") ?? []).flatMap((line) =>
    line.split(";").map((part) => {
      const raw = withoutBlanks(part);
      const equals = raw.indexOf("=");
      return equals === -1
        ? { name: raw, value: "", raw }
        : { name: raw.slice(0, equals), value: raw.slice(equals + 1), raw };
    }),
  );
}

function challengeOf(places: readonly CredentialPlace[]): string {
  return [...new Set(places.map(challengeOfPlace))].join(", ") || "Bearer";
}

/** There is no registered scheme for api keys; `ApiKey` is what others use. */
function challengeOfPlace(place: CredentialPlace): string {
  if (place.in === "header" && place.scheme === "basic") {
    return 'Basic realm="gateway", charset="UTF-8"';
  }
  const isApiKey =
    place.in === "header" ? place.scheme === null : "name" in place && place.name !== ACCESS_TOKEN;
  return isApiKey ? "ApiKey" : "Bearer";
}

/** A place in words. */
export function describePlace(place: CredentialPlace): string {
  switch (place.in) {
    case "header":
      return place.scheme === null ? `header ${place.name}` : `Authorization: ${place.scheme}`;
    case "query":
      return `query parameter ${place.name}`;
    case "cookie":
      return `cookie ${place.name}`;
    case "subprotocol":
      return "a token beside a protocol in Sec-WebSocket-Protocol";
    case "elsewhere":
      return "a credential outside the handshake";
  }
}
