import colors from "picocolors";
import type { ExplainedFlow, ExplainedMessage, Explanation } from "./explaining.ts";

type Paint = ReturnType<typeof colors.createColors>;

/** An explanation for people: each message that goes each way on each route, and the share of all. */
export function printExplanation(explanation: Explanation, color: boolean): string {
  const paint = colors.createColors(color);
  const { title, version, json, accepted, percent } = explanation;
  const routes = explanation.routes.map(({ path, flows }) =>
    [paint.cyan(clean(path)), ...flows.flatMap((flow) => flowLines(flow, paint))].join("\n"),
  );
  const summary = `${accepted} of ${json} JSON messages are accepted from their bytes (${percent} %)`;
  return `${[paint.bold(clean(`${title} ${version}`)), ...routes, summary].join("\n\n")}\n`;
}

function flowLines(flow: ExplainedFlow, paint: Paint): readonly string[] {
  const arrow = flow.flow === "clientToServer" ? "client → server" : "server → client";
  const size = flow.size === 0 ? "" : `, ${Math.ceil(flow.size / 1024)} KiB of code`;
  const width = Math.min(40, Math.max(0, ...flow.messages.map(({ message }) => message.length)));
  return [
    `  ${paint.bold(arrow)}  ${paint.dim(`told apart: ${clean(flow.toldBy)}${size}`)}`,
    ...flow.messages.flatMap((message) => messageLines(message, width, paint)),
  ];
}

function messageLines(message: ExplainedMessage, width: number, paint: Paint): readonly string[] {
  const words = {
    yes: paint.green("yes"),
    partly: paint.yellow("without what is not read"),
    no: paint.red("no"),
  };
  const reason = message.reason === null ? "" : `, ${clean(message.reason)}`;
  return [
    `    ${clean(message.message).padEnd(width)}  ${words[message.accepted]}${reason}`,
    ...message.unread.map(({ keyword, at }) => `      ${clean(keyword)}  ${paint.dim(clean(at))}`),
  ];
}

/** A document's text on a terminal: without anything that moves the cursor or sets a colour. */
function clean(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, "·");
}
