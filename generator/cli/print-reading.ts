import colors from "picocolors";
import type { Reading } from "./reading.ts";

type Paint = ReturnType<typeof colors.createColors>;
type ReadRoute = Reading["routes"][number];
type ReadMessage = ReadRoute["messages"][number];

/** A reading for people: routes with what goes each way, then the decisions and how to change them. */
export function printReading(reading: Reading, color: boolean): string {
  const paint = colors.createColors(color);
  const { title, version, asyncapi, perspective } = reading;
  const head = `${paint.bold(clean(`${title} ${version}`))}  AsyncAPI ${clean(asyncapi)}, read as the ${perspective}'s`;
  const routes = reading.routes.map((route) => routeLines(route, paint).join("\n"));
  return `${[head, ...routes, ...decisionBlock(reading, paint)].join("\n\n")}\n`;
}

function routeLines(route: ReadRoute, paint: Paint): readonly string[] {
  const messages = (["clientToServer", "serverToClient"] as const).flatMap((flow) =>
    flowLines(route, flow, paint),
  );
  const parameters = route.parameters.map(
    ({ in: place, name, required, value }) =>
      `  ${place} ${clean(name)}: ${clean(value)}${required ? "" : paint.dim(" (optional)")}`,
  );
  const credentials = route.credentials.join(" or ");
  return [
    paint.cyan(clean(route.client)),
    `  backend ${clean(route.backend)}`,
    ...(credentials === "" ? [] : [`  credentials ${clean(credentials)}, passed through`]),
    ...parameters,
    ...messages,
  ];
}

function flowLines(route: ReadRoute, flow: ReadMessage["flow"], paint: Paint): readonly string[] {
  const messages = route.messages.filter((message) => message.flow === flow);
  const arrow = flow === "clientToServer" ? "client → server" : "server → client";
  if (messages.length === 0) {
    return [`  ${paint.bold(arrow)}  ${paint.dim(route.anything[flow] ? "anything" : "nothing")}`];
  }
  const rows = messages.map((message) => [
    clean(message.message),
    message.frame + (message.framing === "message" ? "" : ` in ${message.framing}`),
    clean(noteOf(message)),
  ]);
  const toldBy = [...new Set(messages.map((message) => message.toldBy))].map(clean).join("; ");
  const note = paint.dim(`told apart: ${toldBy}`);
  const rest = route.anything[flow] ? [paint.dim("anything else")] : [];
  return [
    `  ${paint.bold(arrow)}  ${note}`,
    ...[...table(rows), ...rest].map((row) => `    ${row}`),
  ];
}

function noteOf({ operation, replies, answers }: ReadMessage): string {
  if (answers !== null) {
    return `answers ${answers}`;
  }
  return replies.length === 0 ? operation : `${operation}, answered by ${replies.join(", ")}`;
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.min(40, Math.max(...rows.map((row) => (row[column] ?? "").length))),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

function decisionBlock({ decisions }: Reading, paint: Paint): readonly string[] {
  if (decisions.length === 0) {
    return [];
  }
  const lines = decisions.flatMap(({ subject, topic, value, reason, evidence, key }) => [
    `  ${clean(subject)}: ${topic} = ${paint.bold(clean(value))}  ${paint.dim(evidence)}`,
    `    ${clean(reason)}${key === null ? "" : paint.dim(`  [${clean(key)}]`)}`,
  ]);
  return [[paint.bold("Decisions"), ...lines].join("\n")];
}

/** A document's text on a terminal: without anything that moves the cursor or sets a colour. */
function clean(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, "·");
}
