import type { Clock } from "../clock.ts";
import { DialAttempt } from "./dial-attempt.ts";
import type { Dialled, DialRequest } from "./dial-request.ts";
import type { Cancellation } from "./cancellation.ts";

/**
 * Opens a WebSocket and verifies the backend's 101 (RFC 6455 section 4.1). Rejects with a Refusal:
 * BACKEND_REFUSED, BACKEND_UNAVAILABLE, BACKEND_TIMEOUT, or the backend's word on the credentials.
 * Aborting cuts the attempt and rejects with the signal's reason.
 */
export function dialBackend(
  request: DialRequest,
  clock: Clock,
  signal: Cancellation,
): Promise<Dialled> {
  if (request.engine === "ws" || request.deflates) {
    return import("./dial-with-ws.ts").then(({ dialWithWs }) => dialWithWs(request, clock, signal));
  }
  return new DialAttempt(request, clock, signal).outcome;
}
