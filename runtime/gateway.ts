import type { Server } from "node:http";
import { createAdminServer } from "./admin/admin-server.ts";
import { type Connections, createConnections } from "./connections.ts";
import { type GatewayOptions, type GatewaySettings, gatewaySettings } from "./gateway-options.ts";
import type { HandshakeAttempt } from "./handshake/attempt.ts";
import { countOverridden } from "./handshake/forwarding.ts";
import { createFrontDoor } from "./handshake/front-door.ts";
import type { HandshakeContext, OpenConnection } from "./handshake/open-connection.ts";
import type { HandshakeParameters } from "./handshake/parameters.ts";
import { createRouter } from "./handshake/router.ts";
import { serveRoutes } from "./handshake/served-route.ts";
import { listen } from "./listen.ts";
import type { MetricSnapshot } from "./observe/counters.ts";
import { createGatewayObserver, type GatewayObserver } from "./observe/gateway-observer.ts";
import { type GatewayLog, openLog } from "./observe/log.ts";
import { renderMetrics } from "./observe/metrics-text.ts";
import type { ConnectionLabel } from "./observe/observer.ts";
import { processFigures } from "./observe/process-figures.ts";
import { checkErrorMessages } from "./relay/check-error-messages.ts";
import { openRelay, type RelayOptions } from "./relay/relay.ts";
import type { Revision } from "./revisions/revision.ts";

export type { GatewayOptions } from "./gateway-options.ts";

/** A gateway that listens. */
export interface RunningGateway {
  readonly port: number;
  /** `ws://localhost:8080` */
  readonly url: string;
  /** null: there is no admin listener. */
  readonly adminPort: number | null;
  /**
   * New connections use these revisions; open ones keep theirs. Throws StartError and changes
   * nothing.
   */
  replace(revisions: readonly Revision[]): void;
  /** Counts of this process; `worker` tells its memory and processor time from others'. */
  metrics(worker?: string): readonly MetricSnapshot[];
  /**
   * Refuses new connections (503) and closes the open ones with 1012 over the drain window; then
   * closes. `deaf`: listens no more from the start, so that other processes get what is new.
   */
  drain(how?: "refusing" | "deaf"): Promise<void>;
  /** Logs and counts an error that nobody caught; what becomes of the process is the caller's. */
  defect(cause: unknown): void;
  /** Cuts every connection and stops listening. */
  close(): Promise<void>;
}

/** Starts a gateway in this process; throws StartError where it cannot be started as asked. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const settings = gatewaySettings(options);
  const log = openLog(settings.logLevel, settings.logDestination);
  const gateway = new Gateway(settings, log);
  await gateway.listen();
  setImmediate(() => log.warm());
  return gateway;
}

class Gateway implements RunningGateway {
  readonly #settings: GatewaySettings;
  readonly #log: GatewayLog;
  readonly #observer: GatewayObserver;
  readonly #connections: Connections;
  readonly #frontDoor: Server;
  readonly #adminServer: Server;
  #context: HandshakeContext;
  #isDraining = false;
  port = 0;
  adminPort: number | null = null;

  constructor(settings: GatewaySettings, log: GatewayLog) {
    this.#settings = settings;
    this.#log = log;
    this.#observer = createGatewayObserver(log.logger, settings.listener);
    this.#connections = createConnections(settings.clock);
    this.#context = this.#contextFor(settings.revisions);
    this.#frontDoor = createFrontDoor(() => this.#context, settings.halfOpenPerAddress);
    this.#adminServer = createAdminServer({
      isReady: () => !this.#isDraining,
      metrics: () => renderMetrics(this.metrics()),
    });
  }

  get url(): string {
    return `ws://${urlHost(this.#settings.host)}:${this.port}`;
  }

  async listen(): Promise<void> {
    const { host, port, adminHost, adminPort } = this.#settings;
    this.port = await listen(this.#frontDoor, { host, port, option: "--port" });
    if (adminPort === null) {
      return;
    }
    try {
      const request = { host: adminHost, port: adminPort, option: "--admin-port" } as const;
      this.adminPort = await listen(this.#adminServer, request);
    } catch (cause) {
      await this.close();
      throw cause;
    }
  }

  replace(revisions: readonly Revision[]): void {
    this.#context = this.#contextFor(revisions);
  }

  metrics(worker = "0"): readonly MetricSnapshot[] {
    return [...this.#observer.snapshot(), ...processFigures(worker)];
  }

  defect(cause: unknown): void {
    this.#observer.defect(cause);
  }

  async drain(how: "refusing" | "deaf" = "refusing"): Promise<void> {
    if (!this.#isDraining) {
      this.#isDraining = true;
      if (how === "deaf") this.#frontDoor.close();
      await this.#connections.drain(this.#settings.drainSeconds);
    }
    await this.close();
  }

  async close(): Promise<void> {
    this.#isDraining = true;
    this.#connections.terminate();
    await Promise.all([closeServer(this.#frontDoor), closeServer(this.#adminServer)]);
    await this.#log.flush();
  }

  #contextFor(revisions: readonly Revision[]): HandshakeContext {
    const { backendOverrides: overrides, serverVariables: variables } = this.#settings;
    const { clock, engine } = this.#settings;
    checkErrorMessages(revisions);
    return {
      router: createRouter(serveRoutes(revisions, { overrides, variables }, engine)),
      clock,
      observer: this.#observer,
      isDraining: () => this.#isDraining,
      join: (attempt, connection) => this.#join(attempt, connection),
    };
  }

  #join(attempt: HandshakeAttempt, { admission, client, backend }: OpenConnection): void {
    const label = attempt.label;
    if (label === null) {
      throw new Error("a connection was opened without a route");
    }
    const { served, request } = admission;
    for (let left = countOverridden(served.forwarding, request); left > 0; left -= 1) {
      this.#observer.tolerated(label, "fixedQuery", null);
    }
    openRelay({
      client,
      backend,
      revision: served.revision,
      route: served.route,
      connection: connectionOf(label, admission.parameters),
      observer: this.#observer,
      clock: this.#settings.clock,
      observeOnly: this.#settings.observeOnly,
      registry: this.#connections,
    });
  }
}

/** Member by member: what is spread has a hidden class of its own, for each connection anew. */
function connectionOf(
  { connectionId, api, revision, routeId }: ConnectionLabel,
  parameters: HandshakeParameters,
): RelayOptions["connection"] {
  return { connectionId, api, revision, routeId, parameters };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // Upgraded sockets are not the server's any more; they are cut by the registry.
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** A host that a client on this machine can use. */
function urlHost(host: string): string {
  if (host === "::" || host === "0.0.0.0" || host === "") {
    return "localhost";
  }
  return host.includes(":") ? `[${host}]` : host;
}
