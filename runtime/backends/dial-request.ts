import type { Engine } from "../frames/engine.ts";
import type { Leg, LegLimits } from "../frames/leg.ts";

/** One attempt to open a WebSocket on a backend. */
export interface DialRequest {
  readonly url: Readonly<URL>;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** Subprotocols to offer, in order. */
  readonly protocols: readonly string[];
  readonly connectTimeoutMs: number;
  /** PEM text of a private CA; null: the system's. */
  readonly tlsCa: string | null;
  /** What the backend may send. */
  readonly limits: LegLimits;
  /** The route asks for credentials that the backend verifies: its 401 and 403 are the client's. */
  readonly backendVerifies: boolean;
  readonly engine: Engine;
  /** Offer permessage-deflate (RFC 7692); ws then runs the leg, whatever `engine` says. */
  readonly deflates: boolean;
}

/** An open WebSocket as a leg: nothing is read from it until its listener is attached. */
export interface Dialled {
  readonly leg: Leg;
  /** The subprotocol that the backend selected, or null. */
  readonly protocol: string | null;
}
