import { Refusal } from "../refusals.ts";

/**
 * The refusal for a backend that answered something else than 101. Where the backend verifies the client's credentials,
 * its 401 and 403 are the client's.
 */
export function refusalOfBackendStatus(status: number, backendVerifies: boolean): Refusal {
  if (backendVerifies && status === 401) {
    return new Refusal("CREDENTIALS_INVALID", { reason: "the backend answered 401" });
  }
  if (backendVerifies && status === 403) {
    return new Refusal("FORBIDDEN", { reason: "the backend answered 403" });
  }
  return new Refusal("BACKEND_REFUSED", { reason: `it answered ${status}` });
}
