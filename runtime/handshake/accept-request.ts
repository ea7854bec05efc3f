import type { Socket } from "node:net";
import type { Clock } from "../clock.ts";
import type { Leg } from "../frames/leg.ts";

/** A checked handshake that is to be answered with 101. */
export interface AcceptRequest {
  /** `Sec-WebSocket-Key`, checked. */
  readonly key: string;
  readonly socket: Socket;
  /** What the client sent behind its request: the first bytes of the leg. */
  readonly early: Buffer;
  /** The subprotocol to select, or null. */
  readonly protocol: string | null;
  /** The offer of permessage-deflate to accept, as text; null: none. */
  readonly deflate: string | null;
  readonly clock: Clock;
}

/** Sends the 101 and returns the open leg in the same tick; null where the client is gone. */
export type AcceptClient = (request: AcceptRequest) => Leg | null;
