import type { RawRoute } from "./raw-api.ts";
import { isRecord, member } from "./raw-document.ts";

/** How a message stands in its frame, by what the document's own channels say. */
export interface RawFraming {
  /** The message in a frame of one. */
  read(text: string): unknown;
  write(message: unknown): string;
}

/** The framing of a route: that of its first channel that has one. */
export function framingOf({ channels }: RawRoute): RawFraming {
  const extensions = channels.flatMap((channel) => member(channel, "x-framegate")?.value ?? []);
  const keys = Object.assign({}, ...extensions.filter(isRecord).toReversed());
  if (typeof keys.payloadAt === "string") {
    return at(keys.payloadAt, false);
  }
  if (typeof keys.itemsAt === "string") {
    return at(keys.itemsAt, true);
  }
  return at("", keys.framing === "array");
}

/** One message, or a list with one, at a JSON pointer. */
function at(pointer: string, isList: boolean): RawFraming {
  const keys = pointer.split("/").slice(1);
  return {
    read(text) {
      let found: unknown = parsed(text);
      for (const key of keys) {
        found = isRecord(found) ? found[key] : undefined;
      }
      return isList && Array.isArray(found) ? found[0] : found;
    },
    write(message) {
      let whole: unknown = isList ? [message] : message;
      for (const key of keys.toReversed()) {
        whole = { [key]: whole };
      }
      return JSON.stringify(whole);
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
