import type { ApiDocument, Fault } from "../contract/v1.ts";
import type { RefusalCode } from "../refusals.ts";
import { isRecord } from "./pointer.ts";
import type { Outgoing, WriteMessage } from "./outgoing.ts";

/** What the braces of `x-framegate.errorMessage` are filled with. */
export interface ErrorValues {
  readonly code: RefusalCode;
  readonly message: string;
  readonly pointer: string | null;
}

/** Characters of `{message}` at most: error messages of documents often bound their texts. */
const MAX_TEXT_CHARACTERS = 200;

/** The document's own error message about one refusal; null where the document declares none. */
export function writeErrorMessage(
  api: ApiDocument,
  write: WriteMessage,
  values: ErrorValues,
): Outgoing | null {
  if (api.errorMessage === null) return null;
  const payload = fillTemplate(api.errorMessage.payload, values);
  return write("serverToClient", api.errorMessage.messageId, payload);
}

/** Whether the document's error message can be sent at all: the fault of one that is filled with usual values. */
export function errorMessageFault(api: ApiDocument, write: WriteMessage): Fault | null {
  const message = "/text of say is a string of 3 characters, expected an integer";
  const usual = { code: "MESSAGE_INVALID", message, pointer: "/text" } as const;
  const outgoing = writeErrorMessage(api, write, usual);
  return outgoing?.kind === "fault" ? outgoing.fault : null;
}

/** The template with `{code}`, `{message}` and `{pointer}` filled in wherever a string stands. */
function fillTemplate(template: unknown, values: ErrorValues): unknown {
  if (typeof template === "string") return fillText(template, values);
  if (Array.isArray(template)) return template.map((item: unknown) => fillTemplate(item, values));
  if (!isRecord(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) => [key, fillTemplate(value, values)]),
  );
}

function fillText(text: string, values: ErrorValues): string {
  return text.replaceAll(/\{(code|message|pointer)\}/g, (_brace, name: string) => {
    if (name === "code") return values.code;
    if (name === "pointer") return values.pointer ?? "";
    return Array.from(values.message).slice(0, MAX_TEXT_CHARACTERS).join("");
  });
}
