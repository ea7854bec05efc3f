import type { JsonSchema, Message, Policy } from "../model/api.ts";
import { accepts } from "../samples/accepts.ts";
import type { BuildContext } from "./context.ts";
import type { Fields } from "./fields.ts";

/** The messages and schemas of a document, lowered. */
interface Lowered {
  readonly messages: readonly Message[];
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}

/** What the braces of a template hold where a frame is refused. */
const USUAL: Readonly<Record<string, string>> = {
  code: "MESSAGE_INVALID",
  message: "/text of say is a string of 3 characters, expected an integer",
  pointer: "/text",
};

/**
 * Reports an error message that the gateway could never send, because its own message refuses it. Formats
 * are not looked at here; a gateway looks at them when it starts.
 */
export function checkErrorMessage(
  context: BuildContext,
  root: Fields,
  errorMessage: Policy["errorMessage"],
  { messages, schemas }: Lowered,
): void {
  const message = messages.find(({ id }) => id === errorMessage?.messageId);
  const name = message?.payload.schema ?? null;
  const written = root.object("errorMessage");
  if (errorMessage === null || message === undefined || name === null || written === null) {
    return;
  }
  const payload = filled(errorMessage.payload);
  if (message.payload.kind === "bytes" || accepts(schemas[name] ?? true, payload, schemas)) {
    return;
  }
  context.find(
    "error-message-payload",
    written.raw("payload") ?? written.node,
    `the payload of errorMessage is no "${message.id}": ${shown(payload)}`,
    "write a payload that the schema of that message accepts",
  );
}

function filled(template: unknown): unknown {
  if (typeof template === "string") {
    return template.replaceAll(/\{(code|message|pointer)\}/g, (brace, name: string) => {
      return USUAL[name] ?? brace;
    });
  }
  if (Array.isArray(template)) {
    return template.map(filled);
  }
  if (typeof template !== "object" || template === null) {
    return template;
  }
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, filled(value)]));
}

/** As JSON, at most 120 characters. */
function shown(payload: unknown): string {
  const text = JSON.stringify(payload);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
