import type { RouteTable } from "./contract.ts";
import { ClientError } from "./errors.ts";
import type { RetryClass } from "./refusals.ts";
import type { SocketEnd } from "./socket.ts";

/**
 * Why a connection ended or was not opened: the gateway's own words, else what the API says of its close codes, else
 * the registry of RFC 6455 section 7.4.1. `closeCode`, `reason` and `retry` are those of the connection.
 */
export function errorOf(
  { code: closeCode, reason, refused, cause }: SocketEnd,
  closeCodes: RouteTable["closeCodes"],
  wasOpen: boolean,
): ClientError {
  const stated = statedIn(reason);
  // Codes from 4006 on are the backend's, whatever stands in the reason.
  const [name, retry] = (closeCode > 4005 || stated === null ? closeCodes[closeCode] : null) ?? [
    refused?.code ?? stated?.name ?? (wasOpen ? "CONNECTION_LOST" : "CONNECT_FAILED"),
    retryAfter(refused?.status ?? closeCode),
  ];
  const retryAfterMs = refused?.retryAfterMs ?? stated?.waitMs;
  const hint = stated === null && reason !== "" ? reason : (refused?.hint ?? cause?.message);
  return new ClientError(name, {
    closeCode,
    reason,
    retry,
    ...(refused && { status: refused.status, problems: refused.problems }),
    ...(retryAfterMs == null ? {} : { retryAfterMs }),
    ...(hint === undefined ? {} : { hint }),
    cause,
  });
}

/**
 * When to try again after a close code or HTTP status, as the gateway's catalogue has it; codes and statuses that are
 * no refusal: the peer is gone or will be back, or it does not want us.
 */
export function retryAfter(code: number): RetryClass {
  if (code === 4001 || code === 401) return "afterAuth";
  if (code === 4003 || code === 429) return "after";
  return (code >= 500 && code < 600) || [1001, 1005, 1006, 1011, 1012, 1013, 1014].includes(code)
    ? "backoff"
    : "never";
}

/** The reason of a gateway: `{"e":"QUOTA_EXCEEDED","r":1500}`. */
function statedIn(
  reason: string,
): { readonly name: string; readonly waitMs: number | null } | null {
  try {
    const { e: name, r: waitMs } = JSON.parse(reason) as Readonly<Record<string, unknown>>;
    return typeof name === "string"
      ? { name, waitMs: typeof waitMs === "number" && waitMs >= 0 ? waitMs : null }
      : null;
  } catch {
    return null;
  }
}
