import type { FindingTable } from "../diagnostics.ts";
import { CHANNEL_FINDINGS } from "./findings-channel.ts";
import { HANDSHAKE_FINDINGS } from "./findings-handshake.ts";

/** What can be wrong with, or unclear about, the API that a well-formed document describes. */
export const BUILD_FINDINGS = {
  ...CHANNEL_FINDINGS,
  ...HANDSHAKE_FINDINGS,
  "extension-unknown-key": {
    severity: "error",
    says: "x-framegate has only the keys that its schema lists.",
    because:
      "A misspelt key would silently leave the default in force. Keys of other tools go under their own x- name.",
  },
  "extension-value": {
    severity: "error",
    says: "A value in x-framegate is what its schema says.",
    because:
      "A value of another type or outside its range has no meaning; the default would apply.",
  },
  "overlay-target": {
    severity: "error",
    says: "An overlay names servers, channels, operations and messages that the document has.",
    because:
      "What is written for something that does not exist has no effect. `framegate read` prints the names.",
  },
  "error-message": {
    severity: "error",
    says: "x-framegate.errorMessage names a message of the document.",
    because:
      "What the gateway sends to a client must be something that the document declares, so that clients can read it.",
  },
  "error-message-payload": {
    severity: "error",
    says: "The payload of x-framegate.errorMessage is one that its message accepts.",
    because:
      "Nothing is sent to a client that the document does not declare, so this error message never would be.",
  },
  "perspective-decided": {
    severity: "info",
    says: "The document says from whose side it is written.",
    because:
      "AsyncAPI reads send and receive (2.x: subscribe and publish) as done by the application described, and half of all documents are written from the client's side. Write x-framegate.perspective to say which.",
  },
} as const satisfies FindingTable;

export type FindingId = keyof typeof BUILD_FINDINGS;
