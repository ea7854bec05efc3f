import type { Clock } from "../clock.ts";

/** Milliseconds between pings on a leg. */
export const HEARTBEAT_INTERVAL_MS = 30_000;

/** Finds peers that are gone without a word: pings, and reports death when a whole interval brings no sign of life. */
export interface Heartbeat {
  /** Something arrived, or nothing could arrive because reading was paused. */
  alive(): void;
  stop(): void;
}

/** What a heartbeat works on. */
export interface HeartbeatOptions {
  readonly clock: Clock;
  /** Milliseconds between pings; 0: no heartbeat. A dead peer is found within twice this time. */
  readonly intervalMs: number;
  readonly isReading: () => boolean;
  readonly ping: () => void;
  readonly dead: () => void;
}

/** Starts pinging; the first ping goes out after one interval. */
export function startHeartbeat(options: HeartbeatOptions): Heartbeat {
  const { clock, intervalMs } = options;
  let isAlive = true;
  let cancel = (): void => {};

  const beat = (): void => {
    // While we do not read, a pong cannot reach us: silence then proves nothing.
    if (!isAlive && options.isReading()) {
      options.dead();
      return;
    }
    isAlive = false;
    options.ping();
    cancel = clock.after(intervalMs, beat);
  };
  if (intervalMs > 0) cancel = clock.after(intervalMs, beat);

  return {
    alive: () => {
      isAlive = true;
    },
    stop: () => cancel(),
  };
}
