/**
 * What generated code hands to the core, version 1: tables, and functions that check. The core knows nothing of the
 * document; generated code knows nothing of sockets.
 */
import type { Codec } from "./codec/codec.ts";
import type { Check, Fault } from "./fault.ts";
import type { RetryClass } from "./refusals.ts";

/** One WebSocket address of the API: all that a client of it needs to know. */
export interface RouteTable {
  readonly contract: 1;
  /** Name of the route in the document. */
  readonly name: string;
  /** On a gateway, with its context: `/chat/1.0/rooms/{roomId}`. */
  readonly path: string;
  /** Where the API is, the default first. `[]`: the caller says where. */
  readonly servers: readonly ServerEntry[];
  readonly parameters: readonly ParameterEntry[];
  /** Wants an object of all parameters by `key`; null: they go unchecked. */
  readonly checkParameters: Check | null;
  /** Any one of these opens the socket ("or"), each needs all of its schemes; `[]`: open. */
  readonly security: readonly (readonly CredentialEntry[])[];
  readonly subprotocols: readonly string[];
  /** What the backend's own close codes mean. */
  readonly closeCodes: Readonly<Record<string, readonly [name: string, retry: RetryClass]>>;
  /** Of one message in bytes, as the gateway limits them. */
  readonly maxBytes: { readonly send: number; readonly receive: number };
  readonly sends: Readonly<Record<string, OutgoingEntry>>;
  readonly receives: readonly IncomingGroup[];
  readonly requests: Readonly<Record<string, RequestEntry>>;
  readonly answers: Readonly<Record<string, AnswerEntry>>;
}

export interface ServerEntry {
  readonly name: string;
  readonly environment: "production" | "sandbox";
  /** The whole URL of the route with its parameters and the server's variables in braces. */
  readonly url: string;
  readonly variables: Readonly<Record<string, string | null>>;
}

export interface ParameterEntry {
  /** Name in the object that `connect` takes. */
  readonly key: string;
  readonly in: "path" | "query" | "header";
  /** Name on the wire. */
  readonly name: string;
  readonly array: "none" | "repeat" | "comma";
}

/** A credential and the places in which the API takes it, best first. */
export interface CredentialEntry {
  /** Name in the object `auth`. */
  readonly key: string;
  readonly kind: "token" | "basic" | "key" | "outside";
  readonly places: readonly CredentialPlace[];
}

export type CredentialPlace =
  | { readonly in: "header" | "query"; readonly name: string }
  | { readonly in: "subprotocol" | "cookie" | "message" };

/** How messages stand in frames; pointers are JSON pointers. */
export type Framing =
  | { readonly kind: "message" | "array" | "ndjson" | "jsonrpc" }
  | { readonly kind: "items" | "envelope"; readonly at: string };

/** A message that the client may send. */
export interface OutgoingEntry {
  readonly codec: Codec;
  readonly framing: Framing;
  readonly check: Check | null;
  /** Members that are always the same; the caller may leave them out. */
  readonly constants: Readonly<Record<string, unknown>>;
  readonly topic: TopicEntry | null;
  /** JSON pointers of values that are never logged. */
  readonly sensitive: readonly string[];
}

export interface TopicEntry {
  readonly at: string;
  /** `trades/{symbol}`. */
  readonly address: string;
}

/** Messages that are read from a frame in the same way. */
export interface IncomingGroup {
  readonly codec: Codec;
  readonly framing: Framing;
  readonly topic: TopicEntry | null;
  readonly entries: readonly IncomingEntry[];
  /** Which of the entries a value can be; null: all of them. */
  readonly choose: ((value: unknown) => readonly number[] | Fault) | null;
}

export interface IncomingEntry {
  /** Name on `client.on`. */
  readonly name: string;
  readonly check: Check | null;
  readonly sensitive: readonly string[];
  /** Operations that this message answers, with the pointer of its correlation id. */
  readonly answers: readonly { readonly request: string; readonly idAt: string }[];
}

/** An operation that is answered. */
export interface RequestEntry {
  /** Name in `sends`. */
  readonly message: string;
  /** Where the id stands in the request. */
  readonly idAt: string;
  /** What kind of id the request's schema takes; null: the caller gives it. */
  readonly id: "text" | "number" | "uuid" | null;
  readonly timeoutMs: number;
}

/** A question of the server's. */
export interface AnswerEntry {
  /** Name on `client.on` of the question. */
  readonly message: string;
  readonly idAt: string;
  /** Name in `sends` of the answer. */
  readonly reply: string;
  readonly replyIdAt: string;
}
