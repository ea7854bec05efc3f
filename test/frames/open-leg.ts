import type { Socket } from "node:net";

import type { Clock } from "../../runtime/clock.ts";
import type { Leg, LegLimits } from "../../runtime/frames/leg.ts";

/** Makes a leg of the engine under test whose peer is a raw socket with its handshake done. */
export type OpenLeg = (options: {
  readonly role: "client" | "backend";
  readonly limits: LegLimits;
  readonly clock: Clock;
  readonly heartbeatIntervalMs: number;
}) => Promise<{ readonly leg: Leg; readonly peerSocket: Socket; readonly stop: () => void }>;

/** What the suite counts on. */
export const LIMITS: LegLimits = {
  messageBytes: 1_000,
  fragments: 4,
  controlFramesPerSecond: 10,
  lowWaterBytes: 65_536,
};
