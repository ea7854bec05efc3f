import type { Parameter, ParameterValue } from "./v1-parameter.ts";
import type { PatternMachine } from "./v1-pattern.ts";

/**
 * What generated code talks to, version 1. The generator emits text that fits these types; the runtime
 * never sees the generator. v1 never changes meaning: a break is a `v2` beside it.
 *
 * A compiled API is a script: one expression, a function of `ContractV1` that returns an `ApiModuleV1`.
 * `serve` runs the script in memory, a gateway build bundles it; both are the same text.
 */
export type CompiledScript = (contract: ContractV1) => ApiModuleV1;

/** What the runtime hands to generated code; everything that code needs and nothing else. */
export interface ContractV1 {
  /**
   * Resolves the modules that checks ask for: `framegate/formats`, `framegate/no-formats` (the same names, all fit),
   * `framegate/pattern`, `framegate/values` (exact comparisons), `framegate/choice` (the fault of no message) and
   * `framegate/fuel` (what the checks of a frame may still cost).
   */
  readonly require: (specifier: string) => unknown;
  /**
   * Wraps an ajv standalone validator as a `Check`. What only `tolerant`, the same validator without formats,
   * accepts passes too, and is told to the caller.
   */
  readonly check: (validator: AjvValidator, tolerant?: AjvValidator) => Check;
}

export interface AjvValidator {
  (value: unknown, place?: ValuePlace): boolean;
  errors?: readonly AjvError[] | null;
}

export interface AjvError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
  /** Present under `verbose`: the value at `instancePath`. */
  readonly data?: unknown;
}

/**
 * null: the value is what the document says. In `serverChecks` a value of which nothing but formats is wrong passes
 * too: the wrong format is told to `tolerate`, if that is given, and the answer is null.
 */
export type Check = (
  value: unknown,
  tolerate?: (fault: Fault) => void,
  place?: ValuePlace,
) => Fault | null;

/** What holds a value, and under which key: a number beyond 2^53 is compared by the text that is known of it there. */
export interface ValuePlace {
  readonly parentData: unknown;
  readonly parentDataProperty: string;
}

/** The first thing wrong with a value. Never holds the value itself, only its shape. */
export interface Fault {
  /** JSON pointer into the message; for a missing property, the pointer it should have. */
  readonly pointer: string;
  /** Shape of what stands there: `a string of 12 characters`, `nothing`, `an integer`. */
  readonly found: string;
  /** `a string`, `at most 32 characters`, `one of "gold", "silver"`. */
  readonly expected: string;
  /** The JSON Schema keyword that refused. */
  readonly keyword: string;
}

/** What the compiled script returns. */
export interface ApiModuleV1 {
  readonly api: ApiDocument;
  /** By message id, for frames from the client: formats asserted. */
  readonly clientChecks: Readonly<Record<string, Check>>;
  /** By message id, for frames from the server: a wrong format is counted, not refused. */
  readonly serverChecks: Readonly<Record<string, Check>>;
  /** By `Group.id`: which of the group's messages a value can be. */
  readonly choosers: Readonly<Record<string, Chooser>>;
  /** By `Group.id`; a group without one, or a script without any, is decoded and checked frame by frame. */
  readonly acceptors?: Readonly<Record<string, Acceptor>>;
  /** By `Group.id`: the entries, by index, that an answer of the group's acceptor stands for. */
  readonly together?: Readonly<Record<string, (answer: number) => readonly number[]>>;
  /** The same acceptors once more, for bytes in the memory of the process; absent: they are JavaScript alone. */
  readonly wasmAcceptors?: WasmAcceptors;
}

/**
 * Acceptors as one module of WebAssembly. It imports `f.memory`, and as constants of type i32 `f.tables`, from where
 * on it writes its tables when it is made, and `f.words`, from where on it keeps 4,096 words while it reads. The 16
 * bytes behind the text must be memory, too: they are 0 while it reads, and then what they were.
 */
export interface WasmAcceptors {
  /** Base64. */
  readonly module: string;
  /** Hash of the module: tables of the same one may lie in the same place. */
  readonly id: string;
  readonly tableBytes: number;
  /** By `Group.id`: the name of what it exports for the group, a function of start and end, as `Acceptor` says. */
  readonly exports: Readonly<Record<string, string>>;
}

/**
 * Reads the JSON text in `bytes` from `start` to before `end` without decoding it. An answer below the number of
 * `Group.entries` is the index of the one entry that the text is; another one from there on stands for several, which
 * `together` lists; -1: not known, decode it and check. Sound and incomplete: an answer other than -1 means that the
 * bytes are UTF-8 and strict JSON (RFC 8259) without duplicate keys, `__proto__` or lone surrogates, within
 * `limits.depth`, that of the entries that the chooser names the checks of exactly these find no fault, and that no
 * format is wrong of which a check would tell. Never throws.
 */
export type Acceptor = (bytes: Uint8Array, start: number, end: number) => number;

/**
 * Narrows a decoded value to the messages it can be: indices into `Group.entries`, in order, at least one;
 * or the fault that says where the discriminator is wrong. One compiled switch where the document allows it.
 */
export type Chooser = (value: unknown) => readonly number[] | Fault;

export type { Parameter, ParameterValue, PatternMachine };

export type Flow = "clientToServer" | "serverToClient";
export type OnViolation = "reject" | "drop" | "close" | "observe";
export type RetryClass = "never" | "afterAuth" | "backoff" | "after";

/** The compiled model, `api.json`: every decision taken, nothing left to read from the document. */
export interface ApiDocument {
  readonly contract: 1;
  readonly title: string;
  readonly version: string;
  readonly description: string | null;
  /** First 16 hex digits of the SHA-256 of the compiled script and this document without the field itself. */
  readonly revision: string;
  /** Path prefix, `""` or `/chat/1.0`. */
  readonly context: string;
  readonly perspective: "server" | "client";
  readonly origins: "auto" | "any" | readonly string[];
  readonly limits: Limits;
  readonly unknownMessages: "refuse" | "forward";
  readonly errorMessage: { readonly messageId: string; readonly payload: unknown } | null;
  readonly closeCodes: Readonly<
    Record<string, { readonly name: string; readonly retry: RetryClass }>
  >;
  readonly backends: readonly Backend[];
  readonly securitySchemes: Readonly<Record<string, SecurityScheme>>;
  readonly routes: readonly Route[];
  readonly messages: Readonly<Record<string, Message>>;
  /** JSON Schema 2020-12 definitions; they refer to each other as `#/$defs/<name>`. */
  readonly schemas: Readonly<Record<string, unknown>>;
}

export interface Limits {
  readonly messageBytes: Readonly<Record<Flow, number>>;
  readonly fragments: number;
  readonly depth: number;
  /**
   * Integers of JSON messages whose magnitude is more than 2^53 - 1, written without fraction and exponent; absent:
   * `allow`. With `refuse` an acceptor answers -1 to them, or there is none.
   */
  readonly unsafeIntegers?: "allow" | "refuse";
  /** High water of one leg; low water is a quarter of it. */
  readonly unsentBytes: number;
  readonly slowSeconds: number;
  readonly idleSeconds: number;
  /** 0: none. */
  readonly maxAgeSeconds: number;
  readonly handshakeSeconds: number;
}

export interface Backend {
  readonly id: string;
  readonly environment: "production" | "sandbox";
  /** Template without trailing slash, server variables in braces. */
  readonly url: string;
  readonly variables: readonly {
    readonly name: string;
    readonly defaultValue: string | null;
    readonly allowed: readonly string[];
  }[];
  readonly pool: string | null;
  readonly weight: number;
  readonly priority: number;
  readonly connectTimeoutMs: number;
  /** PEM text of a private CA, or null. */
  readonly tlsCa: string | null;
}

export interface SecurityScheme {
  readonly kind:
    "httpBearer" | "httpBasic" | "apiKey" | "oauth2" | "openIdConnect" | "x509" | "other";
  /** `passThrough`: required, redacted, forwarded to a backend that verifies it. */
  readonly mode: "passThrough";
  readonly apiKey: {
    readonly in: "header" | "query" | "cookie" | "user" | "password";
    readonly name: string;
  } | null;
}

/** All of these schemes together; no scheme: open without credentials. */
export interface SecurityRequirement {
  readonly schemes: readonly { readonly schemeId: string; readonly scopes: readonly string[] }[];
  /** Operations that ask for this where the socket opens without it; absent where it opens it. */
  readonly operationIds?: readonly string[];
}

export type TokenPlace = "header" | "query" | "subprotocol" | "cookie" | "message";

export interface Route {
  readonly id: string;
  /** With the context: `/chat/1.0/rooms/{roomId}`. */
  readonly path: string;
  readonly upstreamPath: string;
  readonly upstreamPathIsAbsolute: boolean;
  readonly parameters: readonly Parameter[];
  readonly undeclaredQuery: "forward" | "strip" | "refuse";
  /** Ids in `backends`; the first serves unless it names a pool. */
  readonly backendIds: readonly string[];
  readonly security: readonly SecurityRequirement[];
  readonly tokenPlaces: readonly TokenPlace[];
  readonly subprotocols: readonly string[];
  readonly handshakeRefusal: "http" | "closeFrame";
  /** permessage-deflate (RFC 7692) is offered to the backend and accepted from clients; absent: on neither leg. */
  readonly compression?: "deflate";
  readonly forwardHeaders: readonly string[];
  readonly forwardQuery: "all" | "declared" | "none";
  readonly flows: Readonly<Record<Flow, FlowPlan>>;
}

/** All that may go one way on one route. */
export interface FlowPlan {
  /** Some operation declares no message: what no group fits passes unchecked. */
  readonly anything: boolean;
  /** What happens to a frame of which no operation can be said. */
  readonly onViolation: OnViolation;
  /** Tried in order: those of the frame's kind, topics before the route's own. */
  readonly groups: readonly Group[];
}

/** Messages that are read from a frame in the same way. */
export interface Group {
  readonly id: string;
  readonly frame: "text" | "binary";
  readonly encoding: "json" | "text" | "bytes" | "msgpack" | "cbor" | "protobuf" | "avro";
  readonly framing: Framing;
  /** Pointer where the topic stands and the template it must match (`trades/{symbol}`), with typed parameters. */
  readonly topic: {
    readonly at: string;
    readonly address: string;
    readonly parameters: readonly Parameter[];
  } | null;
  readonly entries: readonly Entry[];
}

export type Framing =
  | { readonly kind: "message" }
  | { readonly kind: "array" }
  | { readonly kind: "ndjson" }
  | { readonly kind: "items"; readonly itemsAt: string }
  | { readonly kind: "envelope"; readonly payloadAt: string }
  | { readonly kind: "jsonrpc" };

/** One message as one operation sends it. */
export interface Entry {
  readonly messageId: string;
  readonly operationId: string;
  readonly channelId: string;
  readonly onViolation: OnViolation;
  readonly scopes: readonly string[];
  /** This message is an answer to that operation's requests (sent in the other flow). */
  readonly replyTo: string | null;
  /** What is done with such an answer where nobody asked with its id; absent: `observe`. */
  readonly onUnexpectedReply?: OnViolation;
  /** Requests of this operation are answered by these messages in the other flow; `[]`: no reply declared. */
  readonly replyMessageIds: readonly string[];
  readonly replyTimeoutMs: number;
}

export interface Message {
  readonly contentType: string | null;
  readonly frame: "text" | "binary";
  readonly correlationAt: string | null;
  readonly sensitive: readonly string[];
  /** Name in `schemas`. */
  readonly schema: string | null;
  /** What a protobuf or avro decoder needs. */
  readonly codec:
    | { readonly kind: "protobuf"; readonly descriptors: string; readonly messageType: string }
    | { readonly kind: "avro"; readonly avro: unknown }
    | null;
  /** Values that pass the check: the document's examples, else generated ones. For the mock, docs and console. */
  readonly samples: readonly unknown[];
}
