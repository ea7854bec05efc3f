import type { ClientError } from "./errors.ts";

/** Where a client is in its life; every change is told once. */
export type State =
  | { readonly kind: "connecting" }
  | { readonly kind: "open" }
  /** Without a connection; attempt number `attempt` comes after `delayMs` milliseconds. */
  | {
      readonly kind: "reconnecting";
      readonly attempt: number;
      readonly delayMs: number;
      readonly error: ClientError;
    }
  | { readonly kind: "closing" }
  /** `error` is null where the client or, with code 1000, the server ended it as it should. */
  | {
      readonly kind: "closed";
      readonly code: number;
      readonly reason: string;
      readonly error: ClientError | null;
    };

/** The end of a client. */
export type Closed = Extract<State, { kind: "closed" }>;
