import type { Flow } from "../contract/v1.ts";
import type { RefusalCode } from "../refusals.ts";

/** Who a line or a number is about. Nothing here comes from a payload or a credential. */
export interface ConnectionLabel {
  /** Random, 12 characters; also given to hooks. */
  readonly connectionId: string;
  /** The API's context, or its title where it is served at the root. */
  readonly api: string;
  readonly revision: string;
  readonly routeId: string;
}

/** One "no", wherever it was said; becomes a log line and a count. */
export interface RefusalEvent {
  readonly code: RefusalCode;
  /** null before a route is known. */
  readonly connection: ConnectionLabel | null;
  readonly flow: Flow | null;
  readonly channelId: string | null;
  readonly operationId: string | null;
  readonly messageId: string | null;
  /** JSON pointer into the message. */
  readonly pointer: string | null;
  /** One sentence without payload, token or credential. */
  readonly detail: string;
  /**
   * What was done: the frame was forwarded all the same, dropped, answered, or the socket closed or
   * not opened.
   */
  readonly action: "observed" | "dropped" | "rejected" | "closed" | "handshakeRefused";
  /**
   * The defect behind INTERNAL. Its stack may be logged; its message only where no payload can be
   * in it.
   */
  readonly cause?: unknown;
}

/** Counts the messages of one kind on one connection. */
export interface MessageCounter {
  /** One message with a payload of so many bytes was forwarded. Allocates nothing and looks nothing up. */
  add(bytes: number): void;
}

/** Told of all that happens on connections; counts and logs it. Must be cheap and never throw. */
export interface Observer {
  connectionOpened(connection: ConnectionLabel): void;
  connectionClosed(connection: ConnectionLabel, code: number, seconds: number): void;
  messageForwarded(
    connection: ConnectionLabel,
    flow: Flow,
    operationId: string | null,
    messageId: string | null,
    bytes: number,
  ): void;
  /**
   * What counts a message in place of `messageForwarded`, for a path that is too hot for a look-up: connections of a
   * route share it. null: somebody wants to be told of each message.
   */
  readonly messageCounter:
    | ((
        route: Pick<ConnectionLabel, "api" | "routeId">,
        flow: Flow,
        operationId: string | null,
        messageId: string | null,
      ) => MessageCounter)
    | null;
  refused(event: RefusalEvent): void;
  /**
   * A server frame that is accepted although a format, duplicate key or lone surrogate in it is
   * wrong; or a handshake of which a query pair was dropped because the backend's address fixes it.
   */
  tolerated(
    connection: ConnectionLabel,
    what: "format" | "duplicateKey" | "loneSurrogate" | "fixedQuery",
    messageId: string | null,
  ): void;
  reply(
    connection: ConnectionLabel,
    operationId: string,
    outcome: "matched" | "late" | "missing" | "unexpected",
    milliseconds: number | null,
  ): void;
}
