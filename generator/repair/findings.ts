import type { FindingTable } from "../diagnostics.ts";

/** Slips of real documents whose meaning is plain: each is read as it was meant, with a warning that says so. */
export const REPAIR_FINDINGS = {
  "version-slip": {
    severity: "warning",
    says: "asyncapi is text with three numbers, such as 3.1.0.",
    because:
      "A number, a missing patch number or a release candidate is read as its release; other tools refuse it.",
  },
  "info-incomplete": {
    severity: "warning",
    says: "info has a title and a version.",
    because:
      "They name the API and its path on a gateway. Where they are missing, the file's name and 0.0.0 stand in.",
  },
  "text-unquoted": {
    severity: "warning",
    says: "What AsyncAPI has as text is in quotes where YAML would take it for something else.",
    because:
      "A port, a version or true without quotes is a number or boolean to YAML; it is read as the text that was written.",
  },
  "servers-shape": {
    severity: "warning",
    says: "servers is an object with a name for each server.",
    because:
      "A list (or one bare server) is read with names made from it. Channels and flags refer to servers by name.",
  },
  "server-address": {
    severity: "warning",
    says: "A server has url in AsyncAPI 2, host and pathname in AsyncAPI 3, and host is a host only.",
    because:
      "A url in 3.x, or a scheme or path in host, is taken apart and read as host, pathname and protocol.",
  },
  "protocol-slip": {
    severity: "warning",
    says: "The protocol of a WebSocket server is ws or wss.",
    because: "Other spellings are read as ws, or wss where the address begins with wss or https.",
  },
  "channel-servers-shape": {
    severity: "warning",
    says: "A channel's servers are names in AsyncAPI 2 and references to /servers in AsyncAPI 3.",
    because: "One written as the other version has it is read as what it names.",
  },
  "channel-messages-list": {
    severity: "warning",
    says: "The messages of a channel are an object with a name for each.",
    because:
      "A list is read with the names that its items have; operations refer to messages by name.",
  },
  "channel-security": {
    severity: "warning",
    says: "security stands on servers and operations, never on channels.",
    because:
      "No version of AsyncAPI has it there. It is read as the security of the channel's operations that have none.",
  },
  "channel-operations": {
    severity: "warning",
    says: "In AsyncAPI 3, operations stand at the root and name their channel.",
    because:
      "publish and subscribe on a channel are AsyncAPI 2; they are read as operations that receive and send.",
  },
  "operation-channel-name": {
    severity: "warning",
    says: "An operation's channel is a reference such as $ref: '#/channels/room'.",
    because: "A bare name or address of exactly one channel is read as a reference to it.",
  },
  "operation-messages-form": {
    severity: "warning",
    says: "An operation has message in AsyncAPI 2 and messages in AsyncAPI 3.",
    because: "The form of the other version is read as this one's.",
  },
  "operation-messages-elsewhere": {
    severity: "warning",
    says: "An operation's messages are references to messages of its channel.",
    because:
      "References into components are read as the channel's message of that kind, which is added where the channel lacks it.",
  },
  "security-scheme-type": {
    severity: "warning",
    says: "A key in a header, query or cookie is httpApiKey; apiKey is for user and password.",
    because:
      "AsyncAPI has both and they are easily confused with OpenAPI's one. An apiKey with such a place is read as httpApiKey.",
  },
  "security-requirement-form": {
    severity: "warning",
    says: "security names schemes with their scopes in AsyncAPI 2 and refers to them in AsyncAPI 3.",
    because: "The form of the other version is read as this one's where the scheme exists.",
  },
  "oauth-scopes": {
    severity: "warning",
    says: "A flow lists its scopes under scopes in AsyncAPI 2 and under availableScopes in AsyncAPI 3.",
    because: "The name of the other version is read as this one's.",
  },
  "reference-siblings": {
    severity: "warning",
    says: "Beside a $ref stands nothing else.",
    because:
      "AsyncAPI says that members beside a $ref are ignored. Put them into what it refers to.",
  },
} as const satisfies FindingTable;

export type RepairRule = keyof typeof REPAIR_FINDINGS;
