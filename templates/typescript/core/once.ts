import { ClientError } from "./errors.ts";
import { whenAborted, type Abort } from "./host.ts";
import type { Listeners } from "./listeners.ts";
import type { State } from "./state.ts";

/** What may come. */
export interface Hearing {
  /** By name of the message. */
  readonly messages: Listeners;
  /** All under the name `""`. */
  readonly states: Listeners;
  readonly state: () => State;
}

/** The next message of a name. Rejects with CLOSED at the end of the client, with ABORTED by the caller's signal. */
export function once(hearing: Hearing, subject: string, signal?: Abort): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = (code: string, cause: unknown): void => {
      stop();
      reject(new ClientError(code, { subject, cause: cause ?? undefined }));
    };
    const whenClosed = (state: State): void => {
      if (state.kind === "closed") fail("CLOSED", state.error);
    };
    const stops = [
      hearing.messages.add(subject, (payload: unknown) => {
        stop();
        resolve(payload);
      }),
      hearing.states.add("", whenClosed),
      whenAborted(signal, (cause) => {
        fail("ABORTED", cause);
      }),
    ];
    const stop = (): void => {
      for (const one of stops) one();
    };
    whenClosed(hearing.state());
  });
}
