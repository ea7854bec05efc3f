import { addressOf, type ParameterValues, type Target } from "./address.ts";
import type { Auth } from "./auth.ts";
import type { RouteTable, SignedAddress } from "./contract.ts";
import { errorOf } from "./ending.ts";
import { ClientError } from "./errors.ts";
import { after, whenAborted, type Abort, type Cancel } from "./host.ts";
import { Link, type HeartbeatOptions, type LinkEvents } from "./link.ts";
import type { Platform, Socket, SocketEvents } from "./socket.ts";

/** All that one attempt to connect needs; the same for each of a client's attempts. */
export interface AttemptPlan {
  readonly route: RouteTable;
  readonly platform: Platform;
  readonly values: ParameterValues;
  readonly target: Target;
  readonly auth: Auth;
  /** 0: no limit. */
  readonly timeoutMs: number;
  readonly heartbeat: HeartbeatOptions | null;
}

/**
 * Opens one connection, within its time. Rejects with the ClientError that says why there is none, and leaves nothing
 * behind then; `retry` says whether another attempt is worth while.
 */
export function attempt(plan: AttemptPlan, events: LinkEvents, signal: Abort): Promise<Link> {
  return new Promise((resolve, reject) => {
    let socket: Socket | null = null;
    let outcome: "open" | "failed" | null = null;
    const settle = (as: "open" | "failed"): boolean => {
      const isFirst = outcome === null;
      outcome ??= as;
      stopTimer();
      stopListening();
      return isFirst;
    };
    const fail = (error: unknown): void => {
      if (settle("failed")) {
        reject(failure(error));
        socket?.terminate();
      }
    };
    const stopListening = whenAborted(signal, (cause) => {
      fail(new ClientError("ABORTED", { cause }));
    });
    const stopTimer = inTime(plan.timeoutMs, fail);
    const open = async (): Promise<void> => {
      const { expiresAt, ...address } = await signedAddress(plan);
      if (outcome !== null) {
        return;
      }
      const request = { ...address, maxMessageBytes: plan.route.maxBytes.receive };
      const opened = (link: () => Link): void => {
        if (settle("open")) resolve(link());
      };
      const told = socketEvents(plan, events, { expiresAt, opened, fail });
      socket = await plan.platform.open(request, told);
      // Given up while the platform was loading what it needs.
      if ((outcome as string | null) === "failed") {
        socket.terminate();
      }
    };
    open().catch(fail);
  });
}

function inTime(ms: number, fail: (error: ClientError) => void): Cancel {
  const tell = (): void => {
    fail(new ClientError("CONNECT_TIMEOUT", { retry: "backoff", hint: `${ms} ms` }));
  };
  return ms === 0 ? () => undefined : after(ms, tell);
}

/** The handshake with all that the API wants in it: parameters, subprotocols, credentials. */
async function signedAddress({
  route,
  platform,
  values,
  target,
  auth,
}: AttemptPlan): Promise<SignedAddress> {
  const address = addressOf(route, values, target);
  const bare = { ...address, protocols: route.subprotocols, expiresAt: Infinity };
  const signed = (await route.sign?.(bare, auth, platform.sendsHeaders)) ?? bare;
  for (const [subject, value] of Object.entries(signed.headers)) {
    if (!platform.sendsHeaders) {
      const hint = "browsers send no headers";
      throw new ClientError("PLATFORM_LACKS", { subject, hint });
    }
    // RFC 9110 section 5.5: a line break would begin a header that nobody meant.
    if (!/^[\t\x20-\x7e\x80-\xff]*$/u.test(value)) {
      throw new ClientError("OPTION_INVALID", { subject, hint: "no value for a header" });
    }
  }
  return signed;
}

/** How an attempt ends. */
interface Outcome {
  readonly expiresAt: number;
  /** Takes the link, where one is still wanted. */
  readonly opened: (link: () => Link) => void;
  readonly fail: (error: ClientError) => void;
}

/** What a socket tells, told on: to the attempt until it is open, then of its link. */
function socketEvents(
  { route, heartbeat }: AttemptPlan,
  events: LinkEvents,
  { expiresAt, opened, fail }: Outcome,
): SocketEvents {
  let link: Link | null = null;
  return {
    open(socket) {
      opened(() => (link = new Link(socket, heartbeat, expiresAt, events)));
    },
    message(data) {
      link?.alive();
      if (link !== null) events.message(data, link);
    },
    alive() {
      link?.alive();
    },
    close(end) {
      const error = errorOf(end, route.closeCodes, link !== null);
      fail(error);
      link?.ended(error);
    },
  };
}

/** What failed before there was a socket: what cannot be written as a handshake never will, the rest may be had later. */
function failure(cause: unknown): ClientError {
  if (cause instanceof ClientError) {
    return cause;
  }
  if (!(cause instanceof Error)) {
    return new ClientError("CONNECT_FAILED", { retry: "backoff", cause });
  }
  const { name, message: hint } = cause;
  return name === "SyntaxError"
    ? new ClientError("OPTION_INVALID", { cause, hint })
    : new ClientError("CONNECT_FAILED", { retry: "backoff", cause, hint });
}
