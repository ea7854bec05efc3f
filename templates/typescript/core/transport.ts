import type { Abort } from "./host.ts";

/** A message ready for the wire. */
export interface Outgoing {
  readonly data: string | Uint8Array;
  readonly bytes: number;
}

/** Which of a client's sockets: only its identity counts. */
export type LinkId = object;

/** What goes with a message on its way. */
export interface Handing {
  /** Gives up a message that was not handed over. */
  readonly signal?: Abort | undefined;
  /** Told of the link before the message is handed to it. */
  readonly handed?: (link: LinkId) => void;
}

/** Where messages go: a connection that keeps what cannot be sent, or one link and nothing else. */
export type Transport = (outgoing: Outgoing, handing: Handing) => Promise<void>;
