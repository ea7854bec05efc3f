/** What every SDK exports besides what it makes of its document, and what its declarations use of the language. */
export const PUBLIC_NAMES: ReadonlySet<string> = new Set([
  "BasicCredential",
  "CLOSE_CODES",
  "Client",
  "ClientError",
  "ClientErrorCode",
  "ClientOptions",
  "Closed",
  "Credential",
  "DebugEvent",
  "Draft",
  "Invalid",
  "REFUSALS",
  "Received",
  "RefusalCode",
  "RequestOptions",
  "RetryClass",
  "SendOptions",
  "State",
  "TokenCredential",
  "Unknown",
  // Local to the modules.
  "connectTo",
  // The language's.
  "Omit",
  "Promise",
  "Uint8Array",
]);
