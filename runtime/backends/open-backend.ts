import type { Clock } from "../clock.ts";
import type { Admission } from "../handshake/admit.ts";
import { headersForBackend, queryForBackend } from "../handshake/forwarding.ts";
import type { Offer } from "../handshake/subprotocol.ts";
import { protocolsForBackend } from "../handshake/subprotocol.ts";
import { Refusal } from "../refusals.ts";
import type { ResolvedBackend } from "./backend-url.ts";
import { orderBackends } from "./choose.ts";
import { dialBackend } from "./dial.ts";
import type { Dialled, DialRequest } from "./dial-request.ts";
import { upstreamUrl } from "./upstream-url.ts";
import type { Cancellation } from "./cancellation.ts";

/**
 * Opens the backend of an admitted request; members of a pool are tried in turn while none answers.
 */
export async function openBackend(
  admission: Admission,
  offer: Offer,
  clock: Clock,
  signal: Cancellation,
): Promise<Dialled> {
  let failure: unknown = null;
  for (const backend of orderBackends(admission.served.backends)) {
    try {
      return await dialBackend(dialRequest(admission, offer, backend), clock, signal);
    } catch (thrown) {
      failure = thrown;
      if (signal.aborted || !mayFailOver(thrown)) {
        break;
      }
    }
  }
  throw failure ?? new Refusal("BACKEND_UNAVAILABLE", { reason: "there is none" });
}

/** Another member of the pool may do better; not so where the backend has judged the client. */
function mayFailOver(thrown: unknown): boolean {
  return (
    thrown instanceof Refusal &&
    (thrown.code === "BACKEND_UNAVAILABLE" ||
      thrown.code === "BACKEND_TIMEOUT" ||
      thrown.code === "BACKEND_REFUSED")
  );
}

function dialRequest(admission: Admission, offer: Offer, backend: ResolvedBackend): DialRequest {
  const { served, request, pathValues } = admission;
  const query = queryForBackend(served.forwarding, request);
  return {
    url: upstreamUrl(backend.url, served.route, pathValues, query),
    headers: headersForBackend(served.forwarding, request),
    protocols: protocolsForBackend(offer, served.route),
    connectTimeoutMs: backend.connectTimeoutMs,
    tlsCa: backend.tlsCa,
    limits: served.backendLimits,
    engine: served.engine,
    deflates: served.route.compression === "deflate",
    backendVerifies: served.credentials.requirements.length > 0,
  };
}
