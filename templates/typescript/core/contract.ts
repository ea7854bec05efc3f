/**
 * What generated code hands to the core, version 1: tables, and functions that check. The core knows nothing of the
 * document; generated code knows nothing of sockets. What only some APIs need is a function of the core that their
 * tables name (`sign`, framings, topics, requests, answers): in a bundle of any other it is not there.
 */
import type { Auth } from "./auth.ts";
import type { Codec } from "./codec/codec.ts";
import type { ClientError } from "./errors.ts";
import type { Check, Fault } from "./fault.ts";
import type { Framing } from "./framing.ts";
import type { RetryClass } from "./refusals.ts";
import type { Topic } from "./topic.ts";
import type { LinkId, Transport } from "./transport.ts";

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
  /** Wants an object of all parameters by `key`; absent: they go unchecked. */
  readonly checkParameters?: Check | null | undefined;
  /** Says in words why a value is no message; absent: it is told without them. */
  readonly noMessage?: NoMessage | undefined;
  /** Which message was meant by a value that is none: `likely(…)` of likely.ts; absent: the first that it could be. */
  readonly likely?: Likely | undefined;
  /** Puts credentials into a handshake: `sign(…)` of credentials.ts; absent: the API asks for none. */
  readonly sign?: Sign;
  readonly subprotocols: readonly string[];
  /** What the backend's own close codes mean. */
  readonly closeCodes: Readonly<Record<string, readonly [name: string, retry: RetryClass]>>;
  /** Of one message in bytes, as the gateway limits them. */
  readonly maxBytes: { readonly send: number; readonly receive: number };
  readonly sends: Readonly<Record<string, OutgoingEntry>>;
  readonly receives: readonly IncomingGroup[];
  /** `requests(…)` of requests.ts; absent: nothing is answered. */
  readonly requests?: (sender: Sender) => Asking;
  /** `answers(…)` of answers.ts; absent: the server asks nothing. */
  readonly answers?: (host: AnswerHost) => Readonly<Record<string, AnswerFunction>>;
}

/** A server of the document. */
export interface ServerEntry {
  readonly name: string;
  readonly environment: "production" | "sandbox";
  /** The whole URL of the route with its parameters in braces and the server's variables in double ones. */
  readonly url: string;
  /** Puts values for its variables into the URL: `variables(…)` of variables.ts; absent: it has none. */
  readonly fill?: (url: string, given: Readonly<Record<string, string>>) => string;
}

/** A parameter of the handshake. */
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

/** A place of a credential. What goes in a message is the caller's to send. */
export type CredentialPlace =
  | { readonly in: "header" | "query" | "cookie"; readonly name: string }
  | { readonly in: "subprotocol" | "message" };

/** A handshake with its credentials in place. */
export interface SignedAddress {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly protocols: readonly string[];
  /** The earliest end of a credential, milliseconds since 1970; Infinity: none ends. */
  readonly expiresAt: number;
}

/** Puts the credentials of `auth` into a handshake. */
export type Sign = (
  address: SignedAddress,
  auth: Auth,
  sendsHeaders: boolean,
) => Promise<SignedAddress>;

/** A message that the client may send. */
export interface OutgoingEntry {
  readonly codec: Codec;
  /** How messages stand in frames, of framing.ts; absent: one in each. */
  readonly framing?: Framing;
  readonly check?: Check | null | undefined;
  /** Members that are always the same; the caller may leave them out. */
  readonly constants: Readonly<Record<string, unknown>>;
  readonly topic?: Topic;
  readonly redact?: Redact;
}

/** A copy of a payload without what is never logged: `redact(…)` of redact.ts; absent: all may be seen. */
export type Redact = (payload: unknown) => unknown;

/** Messages that are read from a frame in the same way. */
export interface IncomingGroup {
  readonly codec: Codec;
  readonly framing?: Framing;
  readonly topic?: Topic;
  readonly entries: readonly IncomingEntry[];
  /** Which of the entries a value can be; null: all of them. */
  readonly choose: ((value: unknown, noMessage: NoMessage) => readonly number[] | Fault) | null;
}

/** Guesses which of the entries was meant by a value that is none of them. */
export type Likely = (value: unknown, entries: readonly IncomingEntry[]) => Guess;

export interface Guess {
  /** The likeliest, with what is wrong; null: nothing is known of any. */
  readonly meant: {
    readonly entry: IncomingEntry;
    readonly payload: unknown;
    readonly fault: Fault;
  } | null;
  /** All that are as likely find the fault in one place. */
  readonly isSure: boolean;
  /** Hardly any of them was meant. */
  readonly isStrange: boolean;
}

/** Makes the fault of a value that is no message: what stands at `pointer` has none of these kinds and values. */
export type NoMessage = (
  found: unknown,
  pointer: string,
  kinds: readonly string[],
  values: readonly unknown[],
) => Fault;

/** A message that the server may send. */
export interface IncomingEntry {
  /** Name on `client.on`. */
  readonly name: string;
  readonly check?: Check | null | undefined;
  readonly redact?: Redact;
  /** Operations that this message answers, with the pointer of its correlation id. */
  readonly answers?: readonly ReplyEntry[];
}

/** Which operation a message answers, and where its id stands. */
export interface ReplyEntry {
  readonly request: string;
  readonly idAt: string;
}

/** An operation that is answered. */
export interface RequestEntry {
  /** Name in `sends`. */
  readonly message: string;
  /** Where the id stands in the request. */
  readonly idAt: string;
  /** Makes an id that the request's schema takes, of ids.ts; null: the caller gives it. */
  readonly id: (() => unknown) | null;
  readonly timeoutMs: number;
}

/** Whether a direction's messages are checked: refused when they are wrong, only told, or not looked at. */
export type Checking = "enforce" | "report" | "off";

/** What sending needs of its client. */
export interface Sender {
  readonly route: RouteTable;
  readonly checking: Checking;
  readonly invalid: (name: string, payload: unknown, fault: Fault) => void;
  readonly sent: (name: string, entry: OutgoingEntry, payload: unknown) => void;
}

/** The questions of one client that wait for their replies. */
export interface Asking {
  /** The functions `request.<operation>` over a transport. */
  functions(transport: Transport): Readonly<Record<string, unknown>>;
  /** Gives a message to whoever asked for it. */
  answer(replies: readonly ReplyEntry[], payload: unknown): void;
  /** Nothing that was asked on the link will be answered; null: nothing at all. */
  fail(link: LinkId | null, error: ClientError): void;
  isAwaiting(link: LinkId): boolean;
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

/** What answers need of their client. */
export interface AnswerHost {
  readonly listen: (name: string, listener: (question: unknown) => void) => () => void;
  readonly send: (name: string, payload: unknown) => Promise<void>;
  readonly problem: (error: unknown) => void;
}

/** `client.answer.<operation>`. */
export type AnswerFunction = (handler: (question: unknown) => unknown) => () => void;
