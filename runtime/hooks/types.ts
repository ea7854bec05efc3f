/**
 * What `hooks.ts` of a gateway build is written against. Types only: a hooks file imports nothing at run time.
 *
 * ```ts
 * import type { Hooks } from "framegate/hooks";
 * import type { Api } from "./gateway.d.ts";
 *
 * export const hooks: Hooks<Api> = {
 *   onClientMessage: {
 *     say(message, context) {
 *       if (message.text.includes("casino")) context.refuse("no advertising");
 *     },
 *   },
 * };
 * ```
 */

/** The shape of an API's types: payloads by message id for each direction, and the handshake's parameters. */
export interface ApiTypes {
  readonly clientMessages: object;
  readonly serverMessages: object;
  readonly parameters: object;
}

/** An API of which nothing is known; what a hooks file sees that names no types. */
export interface AnyApi {
  readonly clientMessages: Readonly<Record<string, unknown>>;
  readonly serverMessages: Readonly<Record<string, unknown>>;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * Code of the operator that runs in the gateway, for one API. Every hook may be async; messages of one direction wait
 * for it, so that their order is kept. One that throws or takes over 5 s ends its connection with INTERNAL.
 */
export interface Hooks<Api extends ApiTypes = AnyApi> {
  /** Before the backend is dialled. */
  readonly onConnect?: (context: ConnectContext<Api>) => void | Promise<void>;
  /** By message id: after a message of a client was checked, before it goes to the backend. */
  readonly onClientMessage?: MessageHooks<Api["clientMessages"], Api["serverMessages"], Api>;
  /** By message id: after a message of the backend was checked, before it goes to the client. */
  readonly onServerMessage?: MessageHooks<Api["serverMessages"], Api["clientMessages"], Api>;
  /** After both sides of a connection are closed. */
  readonly onClose?: (context: CloseContext<Api>) => void | Promise<void>;
}

/** One hook for each message of a direction, none for most. */
export type MessageHooks<Messages, Answers, Api extends ApiTypes> = {
  readonly [Id in keyof Messages]?: (
    message: Messages[Id],
    context: MessageContext<Messages[Id], Answers, Api>,
  ) => void | Promise<void>;
};

/** The connection that a hook runs for. */
export interface ConnectionContext<Api extends ApiTypes = AnyApi> {
  /** Random, as in the log. */
  readonly connectionId: string;
  /** The API's context, or its title where it is served at the root. */
  readonly api: string;
  readonly routeId: string;
  /** The handshake's parameters, typed and checked. */
  readonly parameters: Api["parameters"];
}

/** The request that asks for a connection. */
export interface ConnectContext<Api extends ApiTypes = AnyApi> extends ConnectionContext<Api> {
  /** Lower-case names; a header given several times is joined by commas. Holds credentials: do not log it. */
  readonly headers: Readonly<Record<string, string>>;
  /** The client's IP address, or null where the socket is gone already. */
  readonly remoteAddress: string | null;
  /** Answers the handshake with 403. The reason is logged and not told to the client. */
  refuse(reason: string): void;
}

/** One message on its way, and what can be done about it. Doing nothing forwards its original bytes. */
export interface MessageContext<
  Payload,
  Answers,
  Api extends ApiTypes = AnyApi,
> extends ConnectionContext<Api> {
  readonly messageId: string;
  readonly operationId: string;
  /** Forwards this payload instead: it is written anew and checked again. */
  transform(payload: Payload): void;
  /** Sends a message back to who sent this one, in place of forwarding it. */
  answer<Id extends keyof Answers & string>(messageId: Id, payload: Answers[Id]): void;
  /** Refuses the message as the document's `onViolation` says, as FORBIDDEN unless another code is given. */
  refuse(reason: string, code?: "FORBIDDEN" | "MESSAGE_INVALID"): void;
}

/** How a connection ended. */
export interface CloseContext<Api extends ApiTypes = AnyApi> extends ConnectionContext<Api> {
  /** The code that the client sent or was told; 1006: its connection was lost. */
  readonly code: number;
  readonly seconds: number;
}
