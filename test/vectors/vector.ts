/** What a vector is made of; `specs/vectors/vector.schema.json` says the same and is what a file is checked with. */

/** A file: one behaviour. What it says of the connection holds for each vector that does not say otherwise. */
export interface VectorFile {
  readonly behaviour: string;
  readonly document?: string;
  readonly route?: string;
  readonly connect?: Connect;
  readonly vectors: readonly (Partial<Vector> & Pick<Vector, "name">)[];
}

/** The life of one client, in steps. */
export interface Vector {
  readonly name: string;
  /** Relative to `specs/`. */
  readonly document: string;
  /** Name of the channel whose address it is. */
  readonly route: string;
  readonly connect: Connect;
  readonly steps: readonly Step[];
}

/** How the client connects, and what becomes of it. */
export interface Connect {
  readonly parameters?: Parameters;
  readonly auth?: Readonly<Record<string, AuthValue>>;
  /** The opening handshake that this makes (RFC 6455 section 4.1). */
  readonly handshake: Handshake;
  /** What the backend gets, where that is not the same. */
  readonly forwarded?: Handshake;
  /** A client that checks its parameters says this instead and sends nothing. */
  readonly rejects?: { readonly code: string; readonly problems?: readonly ProblemPlace[] };
  /** The gateway's answer to it, and what a client tells its caller; absent: 101. */
  readonly refused?: HandshakeRefused;
  /** What the backend does; absent: it accepts. */
  readonly backend?: "accepts" | "refuses" | "isDown";
}

export interface Parameters {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
}

/** `each`: a function that gives one after the other, the last for ever. */
export type AuthValue =
  string | Readonly<Record<"username" | "password", string>> | { readonly each: readonly string[] };

export interface Handshake {
  /** As it stands in the request line. */
  readonly path: string;
  /** Decoded, in order. */
  readonly query?: readonly (readonly [name: string, value: string])[];
  /** By lower-case name; the request may have more. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly subprotocols?: readonly string[];
}

export interface ProblemPlace {
  readonly in: string;
  readonly name: string;
}

export interface HandshakeRefused {
  readonly status: number;
  readonly code: string;
  readonly retry: string;
  readonly problems?: readonly ProblemPlace[];
  /** `Retry-After` in seconds. */
  readonly retryAfter?: number;
  /** false: no gateway of the document says so by itself, somebody before it may. */
  readonly byGateway?: boolean;
}

/** A message on the wire: JSON as any JSON text of it, text as it is, the rest in base64. */
export type FrameText =
  | { readonly json: unknown }
  | { readonly text: string }
  | { readonly binary: string }
  /** A text frame of these bytes, UTF-8 or not. */
  | { readonly textBytes: string };

/** A "no" to a message. */
export interface Refused {
  readonly code: string;
  /** Into the message. */
  readonly pointer?: string | null;
  /** Into the frame, where a gateway names that and they differ. */
  readonly inFrame?: string;
  /** What the gateway sends to the client because of it: at least these members. */
  readonly told?: unknown;
  /** The code with which the gateway closes because of it. */
  readonly closes?: number;
}

/** The client sends a message; with `refused`, it is wrong. */
export interface SendStep {
  readonly do: "send";
  readonly message: string;
  readonly payload: unknown;
  readonly topic?: string;
  readonly frame: FrameText;
  readonly refused?: Refused;
  /** What the gateway says against it and lets pass. */
  readonly observed?: Refused;
}

/** A frame that no SDK sends, from a client that has none. */
export interface RawStep {
  readonly do: "raw";
  readonly frame: FrameText;
  readonly refused?: Refused;
  /** What the gateway says against it and lets pass. */
  readonly observed?: Refused;
}

/** What a client makes of a frame. */
export type Delivery =
  | { readonly message: string; readonly payload: unknown }
  | { readonly unknown: string }
  | { readonly invalid: string; readonly pointer: string }
  /** Unknown or invalid: readers may guess which. */
  | { readonly notAMessage: true };

/** The server sends a frame. */
export interface ReceiveStep {
  readonly do: "receive";
  readonly frame: FrameText;
  readonly delivers: readonly Delivery[];
  /** What the gateway says against it. */
  readonly refused?: Refused;
  /** What the gateway says against it and lets pass. */
  readonly observed?: Refused;
  /** Questions that it answers. */
  readonly settles?: Readonly<Record<string, unknown>>;
}

/** The client asks and waits. */
export interface RequestStep {
  readonly do: "request";
  /** Name of this question in later steps. */
  readonly as: string;
  readonly operation: string;
  readonly payload: unknown;
  readonly timeoutMs?: number;
  readonly frame: FrameText;
  /** Where the client puts an id of its own; `frame` and the reply have "<id>" there. */
  readonly idAt?: string;
}

/** A question ends without a reply. */
export interface UnansweredStep {
  readonly do: "unanswered";
  readonly request: string;
  readonly code: string;
}

/** The server asks and the client answers. */
export interface QuestionStep {
  readonly do: "question";
  readonly operation: string;
  readonly frame: FrameText;
  readonly question: unknown;
  readonly answer: unknown;
  readonly reply: FrameText;
}

export interface CloseFrame {
  /** null: a close frame without a code. */
  readonly code: number | null;
  readonly reason?: string;
}

/** The connection ends. */
export interface CloseStep {
  readonly do: "close";
  readonly by: "client" | "server" | "network" | "gateway";
  /** What the client sees, or sends; `cut`: the end of the bytes. */
  readonly wire: CloseFrame | "cut";
  /** What the backend did, where that is something else. */
  readonly backend?: CloseFrame | "cut";
  /** What the gateway says against that. */
  readonly observed?: Refused;
  /** The client opens another connection, not sooner than `afterMs`. */
  readonly reconnects?: {
    readonly code: string;
    readonly retry: string;
    readonly afterMs?: number;
    readonly handshake?: Handshake;
  };
  /** It does not; code null: this is no error. */
  readonly ends?: { readonly code: string | null; readonly retry?: string };
}

export type Step =
  SendStep | RawStep | ReceiveStep | RequestStep | UnansweredStep | QuestionStep | CloseStep;
