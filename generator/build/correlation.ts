import type { BuildContext } from "./context.ts";
import { textOf, type Fields } from "./fields.ts";

const LOCATION = /^\$message\.(payload|header)#((?:\/.*)?)$/;

/**
 * Where a message carries its correlation id, as a JSON pointer into the payload; null: nowhere. A frame has
 * no headers, so `$message.header` counts only where `headersAt` says which part of the payload they are.
 */
export function correlationAt(
  context: BuildContext,
  messageId: string,
  message: Fields,
  headersAt: string | null,
): string | null {
  const correlation = message.object("correlationId");
  if (correlation === null) {
    return null;
  }
  const location = textOf(correlation, "location") ?? "";
  const match = LOCATION.exec(location);
  if (match === null) {
    const at = correlation.get("location") ?? correlation.node;
    context.find(
      "correlation-location",
      at,
      `the correlation id of message "${messageId}" stands at "${location}", which is no place in a message`,
    );
    return null;
  }
  const pointer = match[2] ?? "";
  if (match[1] === "payload") {
    return pointer;
  }
  if (headersAt !== null) {
    return `${headersAt}${pointer}`;
  }
  const at = correlation.get("location") ?? correlation.node;
  context.find(
    "correlation-place",
    at,
    `the correlation id of message "${messageId}" stands in a header, which a frame does not have`,
  );
  return null;
}
