import type { Clock } from "./clock.ts";
import { systemClock } from "./clock.ts";
import type { Engine } from "./frames/engine.ts";
import { GATEWAY_LIMITS } from "./limits.ts";
import type { Listener } from "./observe/guarded-listener.ts";
import type { LogDestination } from "./observe/log-destination.ts";
import type { LogLevel } from "./observe/log.ts";
import type { RefusalEvent } from "./observe/observer.ts";
import type { Revision } from "./revisions/revision.ts";

/** How to run a gateway; only `revisions` has no default. */
export interface GatewayOptions {
  /** The APIs to serve, each under its context. */
  readonly revisions: readonly Revision[];
  /** Address to listen on; default all, IPv6 and IPv4. */
  readonly host?: string;
  /** Default 8080; 0 takes a free port. */
  readonly port?: number;
  /** Default 127.0.0.1: the admin listener has no access control. */
  readonly adminHost?: string;
  /** null, the default: no admin listener. 0 takes a free port. */
  readonly adminPort?: number | null;
  /** Backend URL by environment (`production`, `sandbox`), instead of the documents' servers. */
  readonly backendOverrides?: Readonly<Record<string, string>>;
  /** Values of server variables by name. */
  readonly serverVariables?: Readonly<Record<string, string>>;
  /** Connections of one address that may wait for their request, in this process; default 2000. */
  readonly halfOpenPerAddress?: number;
  /** Forward what would be refused on open connections, and count it. */
  readonly observeOnly?: boolean;
  /** Default `info`. */
  readonly logLevel?: LogLevel;
  /** Default null: standard error, pretty on a terminal, JSON lines otherwise. */
  readonly logDestination?: LogDestination | null;
  /**
   * Told of every refusal, after it was logged and counted. What it throws, and a promise of it that is rejected, is
   * logged once, counted in `framegate_listener_errors_total`, and changes nothing; so are those of `listener`.
   */
  readonly onRefusal?: (event: RefusalEvent) => void;
  /** Told of all else that is observed. */
  readonly listener?: Listener;
  readonly clock?: Clock;
  /** Default `raw`, our own; `ws` runs every leg by the library of that name, for comparison. */
  readonly engine?: Engine;
  /** Seconds in which `drain` closes all connections; default 25. */
  readonly drainSeconds?: number;
}

/** Options with every default filled in. */
export type GatewaySettings = Required<Omit<GatewayOptions, "onRefusal" | "listener">> & {
  readonly listener: Listener;
};

/** Fills in the defaults. */
export function gatewaySettings(options: GatewayOptions): GatewaySettings {
  const { onRefusal, listener, ...given } = options;
  return {
    host: "::",
    port: 8080,
    adminHost: "127.0.0.1",
    adminPort: null,
    backendOverrides: {},
    serverVariables: {},
    halfOpenPerAddress: GATEWAY_LIMITS.halfOpenPerAddress,
    observeOnly: false,
    logLevel: "info",
    logDestination: null,
    clock: systemClock,
    engine: "raw",
    drainSeconds: 25,
    ...given,
    listener: onRefusal === undefined ? (listener ?? {}) : { ...listener, refused: onRefusal },
  };
}
