/** How bytes of a content type become a value. */
export type Encoding = "json" | "text" | "bytes" | "msgpack" | "cbor" | "protobuf" | "avro";

/** What a content type says of a frame. */
export interface ContentType {
  readonly encoding: Encoding;
  /** The type without parameters, in lower case; `text` and `json` written out. */
  readonly essence: string;
}

const BY_NAME: ReadonlyMap<string, Encoding> = new Map(
  Object.entries({
    json: "application/json application/x-json text/json application/ndjson application/x-ndjson application/jsonl application/jsonlines",
    text: "application/text",
    msgpack: "application/msgpack application/x-msgpack application/vnd.msgpack",
    cbor: "application/cbor",
    protobuf:
      "application/protobuf application/x-protobuf application/vnd.google.protobuf application/x-google-protobuf",
    avro: "avro/binary application/avro application/x-avro application/vnd.apache.avro avro",
  } satisfies Partial<Record<Encoding, string>>).flatMap(([encoding, names]) =>
    names.split(" ").map((name) => [name, encodingNamed(encoding)] as const),
  ),
);

function encodingNamed(name: string): Encoding {
  const known: readonly Encoding[] = [
    "json",
    "text",
    "bytes",
    "msgpack",
    "cbor",
    "protobuf",
    "avro",
  ];
  return known.find((encoding) => encoding === name) ?? "bytes";
}

/** What people write for content types that have a longer name. */
const SHORT: Readonly<Record<string, string>> = {
  json: "application/json",
  text: "text/plain",
  string: "text/plain",
  binary: "application/octet-stream",
  msgpack: "application/msgpack",
  cbor: "application/cbor",
  protobuf: "application/protobuf",
};

/** Reads a content type (RFC 9110 section 8.3.1), parameters aside; a type that is not known is bytes. */
export function contentTypeOf(text: string): ContentType {
  const [type = ""] = text.split(";");
  const lower = type.trim().toLowerCase();
  const essence = Object.hasOwn(SHORT, lower) ? (SHORT[lower] ?? lower) : lower;
  return { essence, encoding: encodingOf(essence) };
}

function encodingOf(essence: string): Encoding {
  const named = BY_NAME.get(essence);
  if (named !== undefined) {
    return named;
  }
  if (essence.endsWith("+json")) {
    return "json";
  }
  if (essence.startsWith("text/")) {
    return "text";
  }
  return essence.endsWith("+cbor") ? "cbor" : "bytes";
}
