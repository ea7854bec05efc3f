/** What stands in every line and is shown elsewhere. */
const FRAME_OF_A_LINE = new Set(["level", "time", "msg", "pid", "hostname"]);

/** Parts of a refusal's line that have a place of their own. */
const PLACED = new Set([
  "code",
  "action",
  "api",
  "route",
  "flow",
  "message",
  "pointer",
  "connectionId",
]);

const ARROWS: Readonly<Record<string, string>> = {
  clientToServer: "client → server",
  serverToClient: "server → client",
};

/** Characters that a terminal obeys, or that turn the direction of a line (Unicode, `Cc` and `Bidi_Control`). */
const OBEYED = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/** The colours that the pretty printer hands over; each leaves text alone where there are none. */
export interface LineColors {
  readonly bold: (text: string) => string;
  readonly gray: (text: string) => string;
}

/**
 * One line of the log for a person: `MESSAGE_INVALID rejected  /chat/1.0 client → server say
 * /text: …  (In5kDBTO_8gA)`. What is null is left out; nothing else is.
 */
export function terminalLine(entry: Readonly<Record<string, unknown>>, colors: LineColors): string {
  const text = (name: string): string => {
    const value = entry[name];
    return typeof value === "string" ? harmless(value) : "";
  };
  const isRefusal = typeof entry["code"] === "string";
  const rest = Object.entries(entry)
    .filter(([name, value]) => isShown(name, isRefusal) && value !== null)
    .map(([name, value]) => harmless(`${name}=${JSON.stringify(value)}`))
    .join(" ");
  if (!isRefusal) {
    return joined([text("msg"), colors.gray(rest)]);
  }
  const where = joined([
    text("api"),
    text("flow") === "" ? text("route") : (ARROWS[text("flow")] ?? text("flow")),
    text("message"),
  ]);
  const said = where === "" ? text("msg") : `${where}: ${text("msg")}`;
  const connection = text("connectionId");
  const tail = joined([rest, connection === "" ? "" : `(${connection})`]);
  return joined([colors.bold(text("code")), text("action"), said, colors.gray(tail)]);
}

/** A pointer names members as a client called them, and a document its messages: the text escapes as JSON does. */
function harmless(text: string): string {
  return text.replaceAll(
    OBEYED,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function isShown(name: string, isRefusal: boolean): boolean {
  return !FRAME_OF_A_LINE.has(name) && !(isRefusal && PLACED.has(name));
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}
