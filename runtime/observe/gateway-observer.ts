import { failuresOf, guardListener, type Listener } from "./guarded-listener.ts";
import type { Logger } from "./logger.ts";
import type { Counter, MetricSnapshot } from "./counters.ts";
import { createCounter } from "./counters.ts";
import { describeDefect, logDefect, logListenerError } from "./defect.ts";
import type { ConnectionLabel, Observer, RefusalEvent } from "./observer.ts";
import { routeFigures } from "./route-figures.ts";

/** An observer whose counts can be read. */
export interface GatewayObserver extends Observer {
  snapshot(): readonly MetricSnapshot[];
  /** An error that nobody caught, after which the process ends. */
  defect(cause: unknown): void;
}

interface Figures {
  readonly opened: Counter;
  readonly open: Counter;
  readonly closed: Counter;
  readonly messages: Counter;
  readonly bytes: Counter;
  readonly refusals: Counter;
  readonly tolerated: Counter;
  readonly replies: Counter;
  readonly defects: Counter;
  readonly listenerErrors: Counter;
}

/**
 * Counts everything, writes one log line for each refusal, and passes all on to a listener. No
 * label and no line holds anything of a client's: labels are names of the document. A listener that
 * throws is counted each time and logged once; the gateway goes on.
 */
export function createGatewayObserver(log: Logger, listener: Listener = {}): GatewayObserver {
  const figures = createFigures();
  const failed = failuresOf(
    () => figures.listenerErrors.add([]),
    (cause) => logListenerError(log, cause),
  );
  const tell = guardListener(listener, failed);
  const routes = routeFigures(figures);
  return {
    connectionOpened(connection) {
      const { opened, open } = routes(connection);
      opened.value += 1;
      open.value += 1;
      log.debug(connectionLine(connection), "connection opened");
      tell((one) => one.connectionOpened?.(connection));
    },
    connectionClosed(connection, code, seconds) {
      const route = routes(connection);
      route.open.value -= 1;
      route.closed(code).value += 1;
      log.debug({ ...connectionLine(connection), closeCode: code, seconds }, "connection closed");
      tell((one) => one.connectionClosed?.(connection, code, seconds));
    },
    messageForwarded(...forwarded) {
      const [connection, flow, operationId, messageId, bytes] = forwarded;
      const labels = [connection.api, connection.routeId, flow, operationId, messageId];
      figures.messages.add(labels);
      figures.bytes.add(labels, bytes);
      tell((one) => one.messageForwarded?.(...forwarded));
    },
    messageCounter: listener.messageForwarded === undefined ? counterMaker(figures) : null,
    refused(event) {
      const { connection, code, action } = event;
      const labels = [connection?.api ?? null, connection?.routeId ?? null, event.flow];
      figures.refusals.add([...labels, event.operationId, code, action]);
      log.warn(refusalLine(event), event.detail);
      tell((one) => one.refused?.(event));
    },
    tolerated(connection, what, messageId) {
      figures.tolerated.add([connection.api, connection.routeId, messageId, what]);
      tell((one) => one.tolerated?.(connection, what, messageId));
    },
    reply(connection, operationId, outcome, milliseconds) {
      figures.replies.add([connection.api, connection.routeId, operationId, outcome]);
      if (outcome === "late" || outcome === "missing") {
        const { code, says } = REPLY_NOTES[outcome];
        log.info({ code, ...replyLine(connection, operationId, milliseconds) }, says);
      }
      tell((one) => one.reply?.(connection, operationId, outcome, milliseconds));
    },
    defect(cause) {
      figures.defects.add([]);
      logDefect(log, cause);
    },
    snapshot: () => Object.values(figures).map((counter: Counter) => counter.snapshot()),
  };
}

function counterMaker(figures: Figures): Observer["messageCounter"] {
  return ({ api, routeId }, ...about) => {
    const messages = figures.messages.series([api, routeId, ...about]);
    const bytes = figures.bytes.series([api, routeId, ...about]);
    return {
      add(count) {
        messages.value += 1;
        bytes.value += count;
      },
    };
  };
}

/** Member by member: what is told of a connection also holds what its client sent. */
function connectionLine(connection: ConnectionLabel): ConnectionLabel {
  const { connectionId, api, revision, routeId } = connection;
  return { connectionId, api, revision, routeId };
}

/** Nothing is refused here, so these are no codes of the catalogue. */
const REPLY_NOTES = {
  late: { code: "REPLY_LATE", says: "a reply came late and was forwarded" },
  missing: { code: "REPLY_MISSING", says: "a request was not answered in time" },
} as const;

function replyLine(
  { connectionId, api, routeId }: ConnectionLabel,
  operation: string,
  milliseconds: number | null,
): Readonly<Record<string, unknown>> {
  const age = milliseconds === null ? {} : { milliseconds };
  return { connectionId, api, route: routeId, operation, ...age };
}

function refusalLine(event: RefusalEvent): Readonly<Record<string, unknown>> {
  return {
    code: event.code,
    action: event.action,
    connectionId: event.connection?.connectionId ?? null,
    api: event.connection?.api ?? null,
    route: event.connection?.routeId ?? null,
    flow: event.flow,
    channel: event.channelId,
    operation: event.operationId,
    message: event.messageId,
    pointer: event.pointer,
    ...(event.code === "INTERNAL" ? { defect: describeDefect(event.cause) } : {}),
  };
}

function createFigures(): Figures {
  const route = ["api", "route"];
  const message = [...route, "flow", "operation", "message"];
  return {
    opened: createCounter({
      name: "framegate_connections_opened_total",
      help: "Connections that were opened",
      labels: route,
    }),
    open: createCounter({
      name: "framegate_connections",
      help: "Connections that are open",
      kind: "gauge",
      labels: route,
    }),
    closed: createCounter({
      name: "framegate_connections_closed_total",
      help: "Connections that ended, by the close code that the client was told",
      labels: [...route, "code"],
    }),
    messages: createCounter({
      name: "framegate_messages_total",
      help: "Messages that were forwarded",
      labels: message,
    }),
    bytes: createCounter({
      name: "framegate_message_bytes_total",
      help: "Payload bytes that were forwarded",
      labels: message,
    }),
    refusals: createCounter({
      name: "framegate_refusals_total",
      help: "Handshakes, messages and connections that were refused, by the code of the catalogue",
      labels: [...route, "flow", "operation", "code", "action"],
    }),
    tolerated: createCounter({
      name: "framegate_tolerated_total",
      help: "Server messages that were forwarded although something in them is wrong, and query pairs dropped because the backend's address fixes them",
      labels: [...route, "message", "what"],
    }),
    replies: createCounter({
      name: "framegate_replies_total",
      help: "Requests by what became of their reply",
      labels: [...route, "operation", "outcome"],
    }),
    defects: createCounter({
      name: "framegate_defects_total",
      help: "Errors that nobody caught, each of which ends its process after a drain",
      labels: [],
    }),
    listenerErrors: createCounter({
      name: "framegate_listener_errors_total",
      help: "Errors that `onRefusal` or a listener threw, of a program that runs the gateway itself; nothing else comes of them",
      labels: [],
    }),
  };
}
