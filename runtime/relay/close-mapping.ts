import { fitCloseReason, isSendableCloseCode } from "../frames/close-frame.ts";
import type { RefusalCode } from "../refusals.ts";
import { closeReason, REFUSALS } from "../refusals.ts";
import type { Side } from "./sides.ts";

/** What a close frame says; code null: a close frame without a code. */
export interface Close {
  readonly code: number | null;
  readonly reason: string;
}

const GOING_AWAY: Close = { code: 1001, reason: "" };

/**
 * What the other leg is told when one leg ended. Total: any code and reason in, a close that may be sent out.
 * A legal code passes unchanged with its reason; none stays none. A lost connection (1006) or an illegal code becomes
 * 1014 (bad gateway, IANA registry) towards a client and 1001 (going away) towards a backend.
 */
export function mapClose(ended: Side, code: number, reason: string): Close {
  if (code === 1005) return { code: null, reason: "" };
  if (isSendableCloseCode(code)) return { code, reason: fitCloseReason(reason) };
  return ended === "client" ? GOING_AWAY : lostBackend();
}

/** What each leg is told when the gateway itself ends a connection because of what `offender` did. */
export function closesOfRefusal(
  code: RefusalCode,
  offender: Side | "gateway",
): Readonly<Record<Side, Close>> {
  const own: Close = { code: REFUSALS[code].close, reason: closeReason(code) };
  switch (offender) {
    case "client":
      return { client: own, backend: GOING_AWAY };
    case "backend":
      return { backend: own, client: clientOfBadBackend(code) };
    case "gateway":
      return { client: own, backend: code === "INTERNAL" ? own : GOING_AWAY };
  }
}

/**
 * A message too big or a peer too slow ends with "going away" on the other side;
 * a broken protocol is a bad gateway.
 */
function clientOfBadBackend(code: RefusalCode): Close {
  return code === "PROTOCOL_ERROR" || code === "TEXT_INVALID" ? badBackend() : GOING_AWAY;
}

function lostBackend(): Close {
  return {
    code: REFUSALS.BACKEND_UNAVAILABLE.close,
    reason: closeReason("BACKEND_UNAVAILABLE"),
  };
}

function badBackend(): Close {
  return { code: REFUSALS.BACKEND_REFUSED.close, reason: closeReason("BACKEND_REFUSED") };
}
