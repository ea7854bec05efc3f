import type { Target } from "./address.ts";
import type { ReconnectOptions } from "./backoff.ts";
import type { Checking } from "./contract.ts";
import type { Credential } from "./auth.ts";
import type { ClientError } from "./errors.ts";
import type { Fault } from "./fault.ts";
import type { Abort } from "./host.ts";
import type { HeartbeatOptions } from "./link.ts";
import type { QueueOptions } from "./queue.ts";
import type { Closed, State } from "./state.ts";

/** What a route's messages are called and hold; generated from the document. */
export interface RouteTypes {
  /** By name: what the client sends. */
  readonly sends: object;
  /** By name: what the server sends. */
  readonly receives: object;
  /** By operation: questions of the client's with their replies. */
  readonly requests: object;
  /** By operation: questions of the server's with their replies. */
  readonly answers: object;
}

/**
 * A message whose members `Key` may be left out, because the client knows them; `Part` says which of its other members
 * may be left out in part.
 */
export type Draft<Message, Key extends keyof Message, Part = unknown> = {
  [Name in keyof Message as Exclude<Name, Key | keyof Part>]: Message[Name];
} & { readonly [Name in Key]?: Message[Name] } & Part;

export interface Exchange {
  readonly request: unknown;
  readonly reply: unknown;
}

/** Everything about a connection that the document does not say. All is optional. */
export interface ClientOptions<Types extends RouteTypes = RouteTypes> extends Target {
  /** The first connection is given up after so many milliseconds, and each later one tried anew. Default 10,000. */
  readonly timeoutMs?: number;
  /** Gives up the first connection when it is aborted. */
  readonly signal?: Abort;
  /** Default `enforce` for both. */
  readonly validate?: { readonly outgoing?: Checking; readonly incoming?: Checking };
  /** false: a lost connection is the end of the client. */
  readonly reconnect?: ReconnectOptions | false;
  readonly queue?: QueueOptions;
  /** false: a dead peer is noticed by the network alone. */
  readonly heartbeat?: ClientHeartbeat<Types> | false;
  /** Sends what the API needs on a connection that took the place of another, before everything that waited. */
  readonly resubscribe?: (client: Sending<Types>) => Promise<unknown>;
  /** Names of messages by which the server says that it is going: each is followed by a `renew()`. */
  readonly renewOn?: readonly (keyof Types["receives"])[];
  /** `client.ready()` waits while so many bytes have not left. Default 262,144. */
  readonly highWaterBytes?: number;
  /** Messages that a loop over `client.messages` may leave untaken, and that may come before anybody listens. Default 10,000. */
  readonly backlog?: number;
  /** Told of everything, for a log; values that the document calls sensitive are replaced by `"***"`. */
  readonly debug?: (event: DebugEvent) => void;
  /**
   * Told of what no call can be told: a listener that throws, a renewal that fails, a connection that was cut after
   * another took its place. Default: `console.error`.
   */
  readonly onError?: (error: unknown) => void;
}

/** How a dead peer is noticed. */
export interface ClientHeartbeat<Types extends RouteTypes> extends HeartbeatOptions {
  /**
   * Asks the peer for a sign of life, whatever it answers: `(client) => client.request.ping({})`. Without it a ping
   * does, where the platform has pings; browsers have none.
   */
  readonly probe?: (client: Sending<Types>) => Promise<unknown>;
}

/** One thing that happened. `unheard`: a message that came while nobody listened, and one too many to be kept. */
export type DebugEvent =
  | { readonly kind: "sent" | "received"; readonly name: string; readonly payload: unknown }
  | { readonly kind: "unknown"; readonly fault: Fault }
  | { readonly kind: "unheard" }
  | { readonly kind: "invalid"; readonly name: string; readonly fault: Fault }
  | { readonly kind: "state"; readonly state: State };

export interface SendOptions {
  /** For messages on a topic whose topic is not a member of the message. */
  readonly topic?: string;
  /** Gives up a message that still waits in the queue. */
  readonly signal?: Abort;
}

export interface RequestOptions extends SendOptions {
  /** Default: what the document says, else 30,000. */
  readonly timeoutMs?: number;
}

/** A frame that is no message of the document. */
export interface Unknown {
  /** What could be decoded, else the frame itself. */
  readonly payload: unknown;
  readonly fault: Fault;
}

/** A message that is not what the document says. Under `enforce` nobody else is given it. */
export interface Invalid {
  readonly name: string;
  readonly payload: unknown;
  readonly fault: Fault;
}

export type Unsubscribe = () => void;

/** What a client can say. */
export interface Sending<Types extends RouteTypes> {
  /**
   * Sends a message; resolves when it has left, rejects with a `ClientError` when it has not or is not known to
   * have.
   */
  readonly send: {
    readonly [Name in keyof Types["sends"]]: (
      payload: Types["sends"][Name],
      options?: SendOptions,
    ) => Promise<void>;
  };
  /** Asks and waits for the reply. */
  readonly request: {
    readonly [Name in keyof Types["requests"]]: (
      payload: Types["requests"][Name] extends Exchange
        ? Types["requests"][Name]["request"]
        : never,
      options?: RequestOptions,
    ) => Promise<
      Types["requests"][Name] extends Exchange ? Types["requests"][Name]["reply"] : never
    >;
  };
}

/** Every message that can come, as a loop gets it. */
export type Received<Types extends RouteTypes> = {
  readonly [Name in keyof Types["receives"]]: {
    readonly name: Name;
    readonly payload: Types["receives"][Name];
  };
}[keyof Types["receives"]];

/** A connection to one route of the API that stays up until it is closed. */
export interface Client<Types extends RouteTypes> extends Sending<Types> {
  /** Calls back for each message of a kind, in their order. What comes before anybody listens to anything is kept. */
  readonly on: {
    readonly [Name in keyof Types["receives"]]: (
      listener: (payload: Types["receives"][Name]) => void,
    ) => Unsubscribe;
  } & {
    /** Frames that are no message of the document. */
    readonly unknown: (listener: (frame: Unknown) => void) => Unsubscribe;
    /** Messages that are not what the document says. */
    readonly invalid: (listener: (message: Invalid) => void) => Unsubscribe;
  };
  /** The next message of a kind. */
  readonly once: {
    readonly [Name in keyof Types["receives"]]: (options?: {
      readonly signal?: Abort;
    }) => Promise<Types["receives"][Name]>;
  };
  /** Answers the server's questions; the reply gets the question's id. */
  readonly answer: {
    readonly [Name in keyof Types["answers"]]: (
      handler: (
        question: Types["answers"][Name] extends Exchange
          ? Types["answers"][Name]["request"]
          : never,
      ) => Types["answers"][Name] extends Exchange
        ? Types["answers"][Name]["reply"] | Promise<Types["answers"][Name]["reply"]>
        : never,
    ) => Unsubscribe;
  };
  /** All messages in their order; the loop ends when the client is closed. */
  readonly messages: AsyncIterable<Received<Types>>;
  readonly state: State;
  /** Calls back at each change of `state`. */
  readonly onState: (listener: (state: State) => void) => Unsubscribe;
  /** Bytes that were handed to the socket and have not left. */
  readonly bufferedAmount: number;
  /** Resolves when the client is open and not too much is left to leave. */
  readonly ready: (options?: { readonly signal?: Abort }) => Promise<void>;
  /**
   * Opens a connection with fresh credentials before the old one is let go; rejects where there is none, and the old
   * one stays. While both are open, what the server sends on both comes twice.
   */
  readonly renew: () => Promise<void>;
  /**
   * Ends the client; code 1000 or 3000 to 4999, default 1000, a reason of at most 123 bytes. What was handed over gets
   * 5 seconds to leave. Resolves when it is closed.
   */
  readonly close: (code?: number, reason?: string) => Promise<Closed>;
  /** Resolves when the client is closed, by whomever; never rejects. */
  readonly closed: Promise<Closed>;
}

export type { Closed, ClientError, Credential, State };
