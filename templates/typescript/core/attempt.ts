import { addressOf, type ParameterValues, type Target } from "./address.ts";
import type { RouteTable } from "./contract.ts";
import { signed, type Credential } from "./credentials.ts";
import { endingOf, type Ending } from "./ending.ts";
import { ClientError } from "./errors.ts";
import { after, whenAborted, type Abort } from "./host.ts";
import { Link, type HeartbeatOptions } from "./link.ts";
import type { Platform, SocketEnd, SocketEvents } from "./socket.ts";

/** All that one attempt to connect needs; the same for each of a client's attempts. */
export interface AttemptPlan {
  readonly route: RouteTable;
  readonly platform: Platform;
  readonly values: ParameterValues;
  readonly target: Target;
  readonly auth: Readonly<Record<string, Credential | undefined>>;
  readonly timeoutMs: number;
  readonly heartbeat: HeartbeatOptions | null;
}

/** What a link tells once it is open. */
export interface LinkEvents {
  message(data: string | Uint8Array, link: Link): void;
  ended(ending: Ending, link: Link): void;
}

/** An open link, and when its credentials end (milliseconds since 1970; Infinity: never). */
export interface Opened {
  readonly link: Link;
  readonly expiresAt: number;
}

/** A failed attempt; `ending` says what of the next. */
export class AttemptFailed extends Error {
  readonly ending: Ending;

  constructor(ending: Ending) {
    super(ending.error.message);
    this.ending = ending;
  }
}

/** Opens one connection, within its time. Throws AttemptFailed, and nothing else. */
export async function attempt(
  plan: AttemptPlan,
  events: LinkEvents,
  signal?: Abort,
): Promise<Opened> {
  const { route, platform } = plan;
  try {
    const address = addressOf(route, plan.values, plan.target);
    if (!platform.sendsHeaders && Object.keys(address.headers).length > 0) {
      const subject = Object.keys(address.headers).join(", ");
      const hint = "a browser cannot send headers with a WebSocket handshake";
      throw new ClientError("PLATFORM_LACKS", { subject, hint });
    }
    return await within(plan.timeoutMs, signal, async (onCancel) => {
      const { url, headers, protocols, expiresAt } = await signed(
        route,
        address,
        plan.auth,
        platform.sendsHeaders,
      );
      const request = { url, headers, protocols, maxMessageBytes: route.maxBytes.receive };
      const link = await opened(
        plan,
        (socketEvents) => platform.open(request, socketEvents),
        events,
        onCancel,
      );
      return { link, expiresAt };
    });
  } catch (error) {
    throw error instanceof AttemptFailed ? error : new AttemptFailed(failure(error));
  }
}

/** What failed before there was a socket: credentials that could not be had are asked for again. */
function failure(cause: unknown): Ending {
  const error =
    cause instanceof ClientError
      ? cause
      : new ClientError("CONNECT_FAILED", { retry: "backoff", cause });
  return { code: 1006, reason: "", error, waitMs: null };
}

type Open = (events: SocketEvents) => ReturnType<Platform["open"]>;

function opened(
  { route, heartbeat }: AttemptPlan,
  open: Open,
  events: LinkEvents,
  onCancel: (cancel: () => void) => void,
): Promise<Link> {
  return new Promise((resolve, reject) => {
    let link: Link | null = null;
    let isOver = false;
    const begin = open({
      open(socket) {
        link = new Link(socket, heartbeat);
        resolve(link);
      },
      message(data) {
        if (link !== null) {
          link.alive();
          events.message(data, link);
        }
      },
      alive() {
        link?.alive();
      },
      close(end: SocketEnd) {
        isOver = true;
        const ending = endingOf(end, route.closeCodes);
        link?.ended(end);
        if (link === null) {
          reject(new AttemptFailed(ending));
        } else {
          events.ended(ending, link);
        }
      },
    });
    begin.catch(reject);
    onCancel(() => {
      void begin.then((socket) => {
        if (!isOver) socket.terminate();
      });
    });
  });
}

/** Runs something that can be cancelled for at most `ms` milliseconds, 0 for no limit. */
function within<T>(
  ms: number,
  signal: Abort | undefined,
  run: (onCancel: (cancel: () => void) => void) => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let cancel = (): void => undefined;
    const fail = (error: ClientError): void => {
      reject(error);
      cancel();
    };
    const stopTimer =
      ms === 0
        ? () => undefined
        : after(ms, () => {
            fail(new ClientError("CONNECT_TIMEOUT", { retry: "backoff", hint: `${ms} ms` }));
          });
    const stopListening = whenAborted(signal, (cause) => {
      fail(new ClientError("ABORTED", { cause }));
    });
    const isAborted = signal?.aborted === true;
    const done = isAborted
      ? Promise.reject(new ClientError("ABORTED"))
      : run((how) => (cancel = how));
    void done.then(resolve, reject).finally(() => {
      stopTimer();
      stopListening();
    });
  });
}
