import type { AttemptPlan } from "./attempt.ts";
import type { ReconnectOptions } from "./backoff.ts";
import type { ClientError } from "./errors.ts";
import type { Link, LinkEvents } from "./link.ts";
import type { QueueOptions } from "./queue.ts";
import type { State } from "./state.ts";

/** What a connection does besides carrying messages. */
export interface ConnectionPlan {
  readonly attempt: AttemptPlan;
  /** null: a lost connection is the end. */
  readonly reconnect: ReconnectOptions | null;
  readonly queue: QueueOptions;
  readonly events: ConnectionEvents;
}

/** What a connection tells and asks. */
export interface ConnectionEvents extends Pick<LinkEvents, "message" | "probe"> {
  readonly state: (state: State) => void;
  /** A connection will take the place of another: what it needs is sent by `link` before all that waits. */
  readonly resumed: (link: Link) => Promise<unknown>;
  /** Nothing that was asked on the link will be answered; null: nor what was asked on none. */
  readonly lost: (link: Link | null, error: ClientError) => void;
  /** Whether replies are still awaited on a link: an old one stays for them. */
  readonly isAwaiting: (link: Link) => boolean;
  readonly problem: (error: unknown) => void;
}
