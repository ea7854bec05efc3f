import colors from "picocolors";
import type { ExplainedFlow, ExplainedMessage, Explanation } from "./explaining.ts";

type Paint = ReturnType<typeof colors.createColors>;

/** An explanation for people: each message that goes each way on each route, and the share of all. */
export function printExplanation(
  explanation: Explanation,
  { color, columns }: { readonly color: boolean; readonly columns: number },
): string {
  const paint = colors.createColors(color);
  const { title, version, json, accepted, partly, percent } = explanation;
  const routes = explanation.routes.map(({ path, flows }) =>
    [paint.cyan(clean(path)), ...flows.flatMap((flow) => flowLines(flow, paint, columns))].join(
      "\n",
    ),
  );
  const inPart = partly === 0 ? "" : `, ${partly} of them in part`;
  const summary = `${accepted} of ${json} JSON messages are accepted from their bytes${inPart} (${percent} %)`;
  const closing = [summary, ...sizeLines(explanation)].join("\n");
  return `${[paint.bold(clean(`${title} ${version}`)), ...routes, closing].join("\n\n")}\n`;
}

function sizeLines({ acceptorBytes: { javascript, webAssembly } }: Explanation): readonly string[] {
  const module = webAssembly === 0 ? "no WebAssembly" : `${kib(webAssembly)} of WebAssembly`;
  return javascript === 0 ? [] : [`their acceptors: ${kib(javascript)} of JavaScript, ${module}`];
}

function kib(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KiB`;
}

function flowLines(flow: ExplainedFlow, paint: Paint, columns: number): readonly string[] {
  const arrow = flow.flow === "clientToServer" ? "client → server" : "server → client";
  const size = flow.size === 0 ? "" : `, ${kib(flow.size)} of code`;
  const width = Math.min(40, Math.max(0, ...flow.messages.map(({ message }) => message.length)));
  return [
    `  ${paint.bold(arrow)}`,
    ...wrap(`told apart: ${clean(flow.toldBy)}${size}`, columns - 4).map(
      (line) => `    ${paint.dim(line)}`,
    ),
    ...flow.messages.flatMap((message) => messageLines(message, width, paint)),
  ];
}

function messageLines(message: ExplainedMessage, width: number, paint: Paint): readonly string[] {
  const words = {
    yes: paint.green("yes"),
    partly: paint.yellow("in part"),
    no: paint.red("no"),
  };
  const reason = message.reason === null ? "" : `, ${clean(message.reason)}`;
  return [
    `    ${clean(message.message).padEnd(width)}  ${words[message.accepted]}${reason}`,
    ...message.unread.map(({ keyword, at }) => `      ${clean(keyword)}  ${paint.dim(clean(at))}`),
  ];
}

/** A text in lines of at most so many columns, broken between words; a word that is longer has a line of its own. */
function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

/** A document's text on a terminal: without anything that moves the cursor or sets a colour. */
function clean(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, "·");
}
