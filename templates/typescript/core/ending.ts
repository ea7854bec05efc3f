import type { RouteTable } from "./contract.ts";
import { ClientError } from "./errors.ts";
import { isRefusal, REFUSALS, type RetryClass } from "./refusals.ts";
import type { SocketEnd } from "./socket.ts";

/** Why a connection ended or was not opened, and what that means for the next. */
export interface Ending {
  readonly code: number;
  readonly reason: string;
  /** What is thrown to whoever waits; its `retry` says whether to try again. */
  readonly error: ClientError;
  /** Milliseconds that the peer asks to wait; null: it does not say. */
  readonly waitMs: number | null;
}

/** Close codes of RFC 6455 section 7.4.1 and its registry that are no refusal: the peer is gone or will be back. */
const WORTH_A_RETRY: ReadonlySet<number> = new Set([1001, 1005, 1006, 1011, 1012, 1013, 1014]);

/** Reads a close frame or a refused handshake: the gateway's own reason, else the API's codes, else the registry's. */
export function endingOf(end: SocketEnd, closeCodes: RouteTable["closeCodes"]): Ending {
  const { code, reason, refused } = end;
  const stated = statedIn(reason);
  const name = refused?.code ?? stated?.name ?? null;
  const declared = Object.hasOwn(closeCodes, code) ? closeCodes[code] : undefined;
  const known = name !== null && isRefusal(name) ? ([name, REFUSALS[name][1]] as const) : declared;
  const [word, retry] = known ?? [
    refused === null ? "CONNECTION_LOST" : "CONNECT_FAILED",
    retryOf(end),
  ];
  const error = new ClientError(word, {
    retry,
    closeCode: code,
    ...(refused === null ? {} : { status: refused.status, problems: refused.problems }),
    ...(stated === null && reason !== "" ? { hint: reason } : {}),
  });
  return { code, reason, error, waitMs: refused?.retryAfterMs ?? stated?.waitMs ?? null };
}

function retryOf({ code, refused }: SocketEnd): RetryClass {
  if (refused !== null) {
    return refused.status === 401
      ? "afterAuth"
      : refused.status === 429 || refused.status >= 500
        ? "backoff"
        : "never";
  }
  return WORTH_A_RETRY.has(code) ? "backoff" : "never";
}

/** The reason of a gateway: `{"e":"QUOTA_EXCEEDED","r":1500}`. */
function statedIn(
  reason: string,
): { readonly name: string; readonly waitMs: number | null } | null {
  if (!reason.startsWith("{")) {
    return null;
  }
  try {
    const { e: name, r: wait } = JSON.parse(reason) as {
      readonly e?: unknown;
      readonly r?: unknown;
    };
    const waitMs = typeof wait === "number" && wait >= 0 ? wait : null;
    return typeof name === "string" ? { name, waitMs } : null;
  } catch {
    return null;
  }
}
