import { Refusal } from "../refusals.ts";
import type { HandshakeAttempt } from "./attempt.ts";
import { requireCredentials } from "./credentials.ts";
import { checkOrigin } from "./origin.ts";
import { toRefusal } from "./http-answer.ts";
import { readDeflateOffer } from "./extensions.ts";
import { type HandshakeParameters, readParameters } from "./parameters.ts";
import { type HandshakeRequest, readRequest } from "./request.ts";
import type { RequestHead } from "./request-head.ts";
import type { Router } from "./router.ts";
import type { ServedRoute } from "./served-route.ts";
import { checkUpgrade } from "./strict-checks.ts";
import { readOffer, refuseLoneToken } from "./subprotocol.ts";

/** A request that may go to its backend. */
export interface Admission {
  readonly served: ServedRoute;
  readonly request: HandshakeRequest;
  readonly pathValues: ReadonlyMap<string, string>;
  readonly parameters: HandshakeParameters;
  /** The client's offer of permessage-deflate that is accepted; null: none. */
  readonly deflate: string | null;
}

/**
 * Every check that needs nobody else, in the order in which it is answered: the request line and
 * Host (400), path (404), method (405), upgrade and version (426), the rest of the handshake (400),
 * Origin (403), credentials (401), parameters (400). Throws the first refusal.
 */
export function admit(attempt: HandshakeAttempt, router: Router<ServedRoute>): Admission {
  const request = readRequest(attempt.head);
  const match = router(request.segments);
  if (match === null) {
    throw new Refusal("PATH_UNKNOWN", { path: shortPath(request.segments) });
  }
  const served = match.target;
  attempt.served = served;
  checkUpgrade(request, true);
  attempt.offer = readOffer(request, served.route, served.credentials);
  const deflate = readDeflateOffer(request, served.route);
  attempt.signal.throwIfAborted();
  attempt.isWellFormed = true;
  checkOrigin(request, served.api.origins, served.credentials);
  refuseLoneToken(attempt.offer, served.route);
  requireCredentials(served.credentials, request, attempt.offer.tokens.length > 0);
  const { parameters, problems } = readParameters(served.parameters, request, match.parameters);
  attempt.problems = problems;
  if (problems.length > 0) {
    throw new Refusal("PARAMETERS_INVALID", { count: problems.length });
  }
  return { served, request, pathValues: match.parameters, parameters, deflate };
}

/** Why a request that asks for no upgrade is refused, and which route it is about, if any. */
export interface PlainRefusal {
  readonly refusal: Refusal;
  readonly served: ServedRoute | null;
}

/** The refusal for a request that asks for no upgrade, on a route or beside one. */
export function refusePlainRequest(head: RequestHead, router: Router<ServedRoute>): PlainRefusal {
  let served: ServedRoute | null = null;
  try {
    const request = readRequest(head);
    served = router(request.segments)?.target ?? null;
    if (served === null) {
      throw new Refusal("PATH_UNKNOWN", { path: shortPath(request.segments) });
    }
    checkUpgrade(request, false);
    throw new Refusal("UPGRADE_REQUIRED", { reason: "expected Upgrade: websocket" });
  } catch (thrown) {
    return { refusal: toRefusal(thrown), served };
  }
}

/**
 * The path for people: a segment may hold an id or a token, so that only its beginning is shown.
 */
export function shortPath(segments: readonly string[]): string {
  const short = segments.slice(0, 6).map((segment) => {
    const printable = segment.replaceAll(/[^\x20-\x7e]/g, "?");
    return printable.length > 16 ? `${printable.slice(0, 8)}…` : printable;
  });
  return `/${short.join("/")}${segments.length > 6 ? "/…" : ""}`;
}
