import type { Observer, RefusalEvent } from "../../runtime/observe/observer.ts";

/** An observer that keeps what it was told, one line an event. */
export interface RecordingObserver extends Observer {
  readonly lines: readonly string[];
  readonly refusals: readonly RefusalEvent[];
}

/** A recording observer with nothing in it. */
export function createRecordingObserver(): RecordingObserver {
  const lines: string[] = [];
  const refusals: RefusalEvent[] = [];
  return {
    lines,
    refusals,
    connectionOpened: () => lines.push("opened"),
    connectionClosed: (_connection, code) => lines.push(`closed ${code}`),
    messageForwarded: (...[, flow, operationId, messageId, bytes]) =>
      lines.push(`forwarded ${flow} ${operationId}/${messageId} ${bytes}`),
    messageCounter: (_connection, flow, operationId, messageId) => ({
      add: (bytes) => lines.push(`forwarded ${flow} ${operationId}/${messageId} ${bytes}`),
    }),
    refused(event) {
      refusals.push(event);
      lines.push(`${event.action} ${event.code} ${event.messageId} ${event.pointer}`);
    },
    tolerated: (_connection, what, messageId) => lines.push(`tolerated ${what} ${messageId}`),
    reply: (_connection, operationId, outcome, milliseconds) =>
      lines.push(`reply ${operationId} ${outcome} ${milliseconds}`),
  };
}
