/**
 * Names of the formats that checks assert; every other name is a remark to the reader. The gateway
 * has the functions (`runtime/contract/formats.ts`); a test holds the two lists together.
 */
export const FORMAT_KINDS = {
  date: "string",
  time: "string",
  "date-time": "string",
  duration: "string",
  uri: "string",
  "uri-reference": "string",
  "uri-template": "string",
  url: "string",
  email: "string",
  hostname: "string",
  ipv4: "string",
  ipv6: "string",
  regex: "string",
  uuid: "string",
  "json-pointer": "string",
  "json-pointer-uri-fragment": "string",
  "relative-json-pointer": "string",
  byte: "string",
  int32: "number",
  int64: "number",
} as const;

/** The kind of value that a format is about; null: the format is not asserted. */
export function formatKind(name: unknown): "string" | "number" | null {
  return typeof name === "string" && isAsserted(name) ? FORMAT_KINDS[name] : null;
}

function isAsserted(name: string): name is keyof typeof FORMAT_KINDS {
  return Object.hasOwn(FORMAT_KINDS, name);
}
