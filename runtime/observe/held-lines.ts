import type { LineLevel, Logger } from "./logger.ts";

/** What lines are written with in the end. */
export interface LogWriter {
  readonly logger: Logger;
  flush(): Promise<void>;
}

/** Lines in order, held until their writer is there. */
export interface HeldLines {
  add(level: LineLevel, facts: object, sentence: string): void;
  /** Opens the writer, once. */
  open(): Promise<LogWriter>;
  /** Settles when all lines so far are written; opens nothing where there are none. */
  flush(): Promise<void>;
}

/** Lines held at most, for the moment in which the writer opens; further ones are dropped. */
const MAX_LINES = 10_000;

/** Holds lines until `openWriter`, which the first line calls, has made their writer. */
export function createHeldLines(openWriter: () => Promise<LogWriter>): HeldLines {
  const held: (readonly [LineLevel, object, string])[] = [];
  let opening: Promise<LogWriter> | null = null;
  let writer: LogWriter | null = null;
  const open = (): Promise<LogWriter> => {
    opening ??= openWriter().then((opened) => {
      writer = opened;
      held.splice(0).forEach(([level, ...line]) => opened.logger[level](...line));
      return opened;
    });
    return opening;
  };
  return {
    add(level, facts, sentence) {
      if (writer !== null) {
        writer.logger[level](facts, sentence);
      } else if (held.length < MAX_LINES) {
        held.push([level, facts, sentence]);
        void open();
      }
    },
    open,
    async flush() {
      if (opening !== null) {
        await (await opening).flush();
      }
    },
  };
}
