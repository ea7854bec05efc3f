import type { Leg } from "../../runtime/frames/leg.ts";

/** What a leg told its listener, one line an event. */
export interface RecordedEvents {
  readonly events: readonly string[];
  /** All events, as soon as there are this many. */
  readonly happens: (count: number) => Promise<readonly string[]>;
  readonly listen: () => void;
}

/** Listens to a leg once `listen` is called. */
export function recordEvents(leg: Leg): RecordedEvents {
  const events: string[] = [];
  const waiting = new Set<() => void>();
  const note = (event: string): void => {
    events.push(event);
    for (const wake of waiting) wake();
  };
  return {
    events,
    listen: () =>
      leg.listen({
        message: (kind, payload) =>
          note(`${kind} ${Buffer.from(payload).toString(kind === "text" ? "utf8" : "hex")}`),
        drained: () => note("drained"),
        refused: (code) => note(`refused ${code}`),
        closed: (code, reason) => note(`closed ${code} ${reason}`),
      }),
    async happens(count) {
      while (events.length < count) {
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            waiting.delete(wake);
            resolve();
          };
          waiting.add(wake);
        });
      }
      return [...events];
    },
  };
}
