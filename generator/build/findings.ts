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
  "not-enforced": {
    severity: "warning",
    says: "verify, plans, quota, scopes, auth and tls.ca.env of x-framegate are read and checked, not enforced by this version.",
    because:
      "Nobody is kept out, counted or authenticated by them: what they ask for must be enforced elsewhere until a version does.",
  },
  "extension-without-effect": {
    severity: "warning",
    says: "A key of x-framegate changes something where it stands.",
    because:
      "Its author expects an effect that it cannot have beside the other keys, or on such a channel or message.",
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
