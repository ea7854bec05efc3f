import type { Type } from "./type.ts";

/**
 * What Framegate knows of one API, lowered from an AsyncAPI document of any version. Plain, deep-frozen,
 * acyclic (things refer to each other by id), printable as JSON. No optional property: absence is `null` or `[]`.
 */
export interface ApiModel {
  /** `asyncapi` of the document, e.g. `"3.0.0"`. */
  readonly asyncapi: string;
  readonly title: string;
  readonly version: string;
  readonly description: string | null;
  readonly license: string | null;
  /** `x-framegate.context`: the path prefix on the gateway, `/chat/1.0`; null leaves it to who serves. */
  readonly context: string | null;
  /** Whose application the document describes; flows are already translated. */
  readonly perspective: "server" | "client";
  readonly servers: readonly Server[];
  readonly routes: readonly Route[];
  readonly channels: readonly Channel[];
  readonly operations: readonly Operation[];
  readonly messages: readonly Message[];
  /** JSON Schemas (2020-12, normalised) by name; they refer to each other as `#/$defs/<name>`. */
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  /** The same schemas as types, by the same names. */
  readonly types: readonly NamedType[];
  readonly securitySchemes: readonly SecurityScheme[];
  readonly plans: readonly Plan[];
  readonly policy: Policy;
  readonly origin: Origin;
}

/** A normalised JSON Schema 2020-12: only keywords that check something; `true`, `false` or an object. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

/** Where its author wrote it: file and JSON pointer, so that a finding points at the right line. */
export interface Origin {
  readonly file: string;
  readonly pointer: string;
}

export interface NamedType {
  readonly name: string;
  readonly type: Type;
  readonly description: string | null;
}

/** Which way messages go, whatever the document's version and perspective. */
export type Flow = "clientToServer" | "serverToClient";

export interface Server {
  readonly id: string;
  /** Lower-cased, e.g. `wss`. */
  readonly protocol: string;
  /** Counts as reachable over a WebSocket (ws, wss, http, https, websocket, or a `ws` binding). */
  readonly overWebSocket: boolean;
  /**
   * `ws://` or `wss://` URL without trailing slash; server variables stay in braces:
   * `wss://{region}.example.com/v1`.
   */
  readonly url: string;
  readonly variables: readonly ServerVariable[];
  readonly environment: "production" | "sandbox";
  /** Only servers that name the same pool are balanced or failed over. */
  readonly pool: string | null;
  readonly weight: number;
  readonly priority: number;
  readonly connectTimeoutMs: number;
  /** PEM file of a private CA, relative to the document; null: the system's. */
  readonly tlsCaFile: string | null;
  readonly security: readonly SecurityRequirement[];
  readonly description: string | null;
  readonly origin: Origin;
}

export interface ServerVariable {
  readonly name: string;
  readonly defaultValue: string | null;
  readonly allowed: readonly string[];
  readonly description: string | null;
}

/** One WebSocket address on the gateway; channels that share an address share it. */
export interface Route {
  /** The id of its first channel. */
  readonly id: string;
  /** Always begins with `/`; parameters in braces: `/rooms/{roomId}`. Without the context. */
  readonly address: string;
  /** What follows the server's path on the backend; differs from `address` under `upstreamPath`. */
  readonly upstreamPath: string;
  /** `upstreamPath` was written as an absolute one: the server's own path is not put before it. */
  readonly upstreamPathIsAbsolute: boolean;
  /** Channels whose address this is, then the topics routed here. */
  readonly channelIds: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly undeclaredQuery: "forward" | "strip" | "refuse";
  /** Candidates, in the document's order; the first is the one that serves. */
  readonly serverIds: readonly string[];
  /** Any one of these opens the socket ("or"); each is an "and" of schemes. `[]`: none needed. */
  readonly security: readonly SecurityRequirement[];
  readonly tokenPlaces: readonly TokenPlace[];
  readonly subprotocols: readonly string[];
  readonly handshakeRefusal: "http" | "closeFrame";
  readonly compression: "off" | "deflate";
  /** Lower-cased names of headers forwarded beyond the declared ones. */
  readonly forwardHeaders: readonly string[];
  readonly forwardQuery: "all" | "declared" | "none";
  readonly origin: Origin;
}

export type TokenPlace = "header" | "query" | "subprotocol" | "cookie" | "message";

export interface Parameter {
  readonly in: "path" | "query" | "header";
  readonly name: string;
  readonly required: boolean;
  readonly value: ParameterValue;
  /** For arrays: a repeated key (`repeat`) or one comma-separated value. */
  readonly array: "none" | "repeat" | "comma";
  readonly description: string | null;
  readonly defaultValue: unknown;
  readonly examples: readonly unknown[];
  readonly deprecated: boolean;
  readonly origin: Origin;
}

/** What one text value of a parameter must be. For arrays: each item. */
export interface ParameterValue {
  readonly type: "string" | "integer" | "number" | "boolean" | "date" | "date-time";
  /** Further formats are asserted by name (`uuid`, `email`, `ipv4`...); null: none. */
  readonly format: string | null;
  /** As text; `[]`: anything of the type. */
  readonly allowed: readonly string[];
  readonly pattern: string | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly exclusiveMinimum: number | null;
  readonly exclusiveMaximum: number | null;
  readonly minLength: number | null;
  readonly maxLength: number | null;
  readonly minItems: number | null;
  readonly maxItems: number | null;
}

export interface Channel {
  readonly id: string;
  /** As written; null where the document has none. */
  readonly address: string | null;
  readonly title: string | null;
  readonly description: string | null;
  readonly framing: Framing;
  /** A topic of another channel's route: where in a message the topic stands and which topics are its own. */
  readonly topic: {
    readonly at: string;
    readonly address: string;
    readonly parameters: readonly Parameter[];
  } | null;
  readonly messageIds: readonly string[];
  readonly origin: Origin;
}

/** How messages stand in frames. Pointers are JSON pointers. */
export type Framing =
  | { readonly kind: "message" }
  | { readonly kind: "array" }
  | { readonly kind: "ndjson" }
  | { readonly kind: "items"; readonly itemsAt: string }
  | { readonly kind: "envelope"; readonly payloadAt: string }
  | { readonly kind: "jsonrpc" };

export interface Operation {
  readonly id: string;
  readonly flow: Flow;
  readonly channelId: string;
  /** `[]` with `anything` false: no message may go this way. */
  readonly messageIds: readonly string[];
  /** A 2.x operation without a message: whatever is sent passes. */
  readonly anything: boolean;
  readonly reply: Reply | null;
  readonly security: readonly SecurityRequirement[];
  readonly scopes: readonly string[];
  readonly quota: string | null;
  readonly onViolation: OnViolation;
  readonly replyTimeoutMs: number;
  readonly title: string | null;
  readonly description: string | null;
  readonly origin: Origin;
}

export interface Reply {
  /** The channel whose messages answer; usually the operation's own. */
  readonly channelId: string;
  readonly messageIds: readonly string[];
}

export type OnViolation = "reject" | "drop" | "close" | "observe";

export interface Message {
  /** Unique in the model: the author's component or channel key, qualified by the channel only where two clash. */
  readonly id: string;
  readonly title: string | null;
  readonly description: string | null;
  readonly frame: "text" | "binary";
  readonly contentType: string | null;
  readonly payload: Payload;
  /** Name in `types`; null where the payload is not described by a schema. */
  readonly typeName: string | null;
  /** JSON pointer into the payload where the correlation id stands; null: replies are not tracked by it. */
  readonly correlationAt: string | null;
  /** JSON pointers whose values never reach logs or examples. */
  readonly sensitive: readonly string[];
  /** Payloads only, as written; whether they fit the schema is lint's to say. */
  readonly examples: readonly unknown[];
  readonly deprecated: boolean;
  readonly origin: Origin;
}

/** How bytes become a value and what that value must be. `schema` is a name in `schemas`. */
export type Payload =
  | { readonly kind: "json"; readonly schema: string }
  | { readonly kind: "text"; readonly schema: string }
  | { readonly kind: "bytes"; readonly schema: string | null }
  | { readonly kind: "msgpack"; readonly schema: string }
  | { readonly kind: "cbor"; readonly schema: string }
  | {
      readonly kind: "protobuf";
      /** A serialised `google.protobuf.FileDescriptorSet`, base64. */
      readonly descriptors: string;
      /** Fully qualified, e.g. `telemetry.Reading`. */
      readonly messageType: string;
      /** What the proto3 JSON form looks like, for types, samples and docs. */
      readonly schema: string;
    }
  | {
      readonly kind: "avro";
      /** The Avro schema, names resolved, as JSON. */
      readonly avro: unknown;
      readonly schema: string;
    };

/** All of these schemes together, with the scopes each needs; no scheme: open without credentials. */
export interface SecurityRequirement {
  readonly schemes: readonly { readonly schemeId: string; readonly scopes: readonly string[] }[];
  /** Operations that ask for this where the socket opens without it; absent where it opens it. */
  readonly operationIds?: readonly string[];
}

export interface SecurityScheme {
  readonly id: string;
  readonly kind:
    "httpBearer" | "httpBasic" | "apiKey" | "oauth2" | "openIdConnect" | "x509" | "other";
  /** `type` as the document writes it. */
  readonly type: string;
  /** Where an api key stands and under which name; null for the others. */
  readonly apiKey: {
    readonly in: "header" | "query" | "cookie" | "user" | "password";
    readonly name: string;
  } | null;
  readonly scopes: readonly string[];
  readonly description: string | null;
  readonly origin: Origin;
}

/** A named set of limits. Enforced from the quota engine on; here it is read and checked. */
export interface Plan {
  readonly name: string;
  readonly limits: Readonly<Record<string, unknown>>;
}

/** The root `x-framegate`, with its defaults filled in. */
export interface Policy {
  readonly origins: "auto" | "any" | readonly string[];
  readonly onViolation: Readonly<Record<Flow, OnViolation>>;
  /** By the flow of the reply: what is done with one that nobody asked for. `observe` unless `onViolation` is given. */
  readonly onUnexpectedReply: Readonly<Record<Flow, OnViolation>>;
  readonly unknownMessages: "refuse" | "forward";
  readonly limits: PolicyLimits;
  readonly errorMessage: { readonly messageId: string; readonly payload: unknown } | null;
  readonly closeCodes: Readonly<
    Record<string, { readonly name: string; readonly retry: RetryClass }>
  >;
}

export type RetryClass = "never" | "afterAuth" | "backoff" | "after";

export interface PolicyLimits {
  readonly messageBytes: Readonly<Record<Flow, number>>;
  readonly fragments: number;
  readonly depth: number;
  /** Integers of JSON messages whose magnitude is more than 2^53 - 1. */
  readonly unsafeIntegers: "allow" | "refuse";
  readonly unsentBytes: number;
  readonly slowSeconds: number;
  readonly idleSeconds: number;
  readonly maxAgeSeconds: number;
  readonly handshakeSeconds: number;
}
