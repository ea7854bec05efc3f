import { createColors } from "picocolors";
import type { Flow } from "../../runtime/contract/v1.ts";
import type { RefusalEvent } from "../../runtime/observe/observer.ts";

/** Writes what happens, one line a happening, for a person to read. */
export interface Journal {
  /** A headline: what is going to be shown. */
  scene(title: string, says: string): void;
  /** What the demo client did or got. */
  client(direction: "sent" | "got" | "did", what: string): void;
  /** The gateway let a message pass. */
  accepted(flow: Flow, messageId: string | null, bytes: number): void;
  /** The gateway said no. */
  refused(event: RefusalEvent): void;
  /** A line of its own. */
  plain(text: string): void;
}

const ACTIONS: Readonly<Record<RefusalEvent["action"], string>> = {
  observed: "forwarded all the same",
  dropped: "dropped",
  rejected: "goes no further",
  closed: "connection closed",
  handshakeRefused: "no connection",
};

const ARROWS = { sent: "→", got: "←", did: "·" } as const;

/** How a journal is written. */
export interface JournalStyle {
  readonly isColoured: boolean;
  /** Columns of a line; longer texts are cut, and what was received is broken first. */
  readonly columns: number;
}

/** What stands before the text of a line. */
const MARGIN = 23;

/** A journal that hands its lines to `write`. */
export function createJournal(write: (line: string) => void, style: JournalStyle): Journal {
  const paint = createColors(style.isColoured);
  const room = style.columns - MARGIN;
  const cut = (text: string): string => (text.length > room ? `${text.slice(0, room - 1)}…` : text);
  const line = (who: string, mark: string, text: string): void => {
    write(`  ${paint.dim(clock())}  ${who}  ${mark} ${text}`);
  };
  const gateway = paint.bold(paint.cyan("gateway"));
  const client = paint.bold("client ");
  return {
    scene(title, says) {
      write(`\n${paint.bold(title)}\n${paint.dim(says)}`);
    },
    client(direction, what) {
      if (direction !== "got") {
        line(client, ARROWS[direction], paint.bold(cut(what)));
        return;
      }
      const [first = "", ...rest] = pieces(what, room);
      line(client, ARROWS[direction], first);
      for (const part of rest) write(`${" ".repeat(MARGIN)}${part}`);
    },
    accepted(flow, messageId, bytes) {
      const way = flow === "clientToServer" ? "to the backend" : "to the client";
      const what = `${paint.green(messageId ?? "a frame")} ${way}, ${bytes} bytes`;
      line(gateway, paint.green("✓"), what);
    },
    refused(event) {
      const what = `${paint.red(event.code)} ${originOf(event.flow)}${ACTIONS[event.action]}`;
      line(gateway, paint.red("✗"), what);
      for (const part of wrapped(event.detail, room)) write(`${" ".repeat(MARGIN)}${part}`);
    },
    plain: write,
  };
}

function originOf(flow: Flow | null): string {
  return flow === "serverToClient" ? "from the backend, " : "";
}

/** Lines of at most `columns`, broken between words. */
function wrapped(text: string, columns: number): readonly string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last === "") lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** What was received in lines of at most `columns`, three at most: it says why, and is to be read. */
function pieces(text: string, columns: number): readonly string[] {
  const shown = text.length > 3 * columns ? `${text.slice(0, 3 * columns - 1)}…` : text;
  return Array.from({ length: Math.ceil(shown.length / columns) }, (_, index) =>
    shown.slice(index * columns, (index + 1) * columns),
  );
}

function clock(): string {
  return new Date().toTimeString().slice(0, 8);
}
