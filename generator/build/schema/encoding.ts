import { contentTypeOf, type Encoding } from "./content-type.ts";
import type { SchemaFinding } from "./findings.ts";
import type { JsonType } from "./type-names.ts";

/** What speaks for one encoding or another. */
export interface Evidence {
  readonly contentType: string | null;
  readonly defaultContentType: string | null;
  /** `x-framegate.frame`. */
  readonly frameOverride: "text" | "binary" | null;
  /** The whole payload is a string of `format: binary`. */
  readonly isFormatBinary: boolean;
  /** Types of the values that the schema describes; null: any. */
  readonly kinds: ReadonlySet<JsonType> | null;
}

/** How the bytes of a message are read, and why. */
export interface Reading {
  readonly frame: "text" | "binary";
  /** Protobuf and Avro need a schema of their own; without one their bytes are opaque. */
  readonly encoding: Exclude<Encoding, "protobuf" | "avro">;
  readonly reason: string;
  readonly evidence: "stated" | "strong" | "weak" | "default";
  readonly problem: { readonly rule: SchemaFinding; readonly message: string } | null;
}

type Guess = Omit<Reading, "frame" | "problem">;

/** Reads a payload that JSON Schema, or nothing, describes. */
export function readEncoding(given: Evidence): Reading {
  const guess = given.isFormatBinary ? bytesByFormat(given) : byContentType(given);
  const frame = given.frameOverride ?? frameOf(guess.encoding);
  const stated: Guess =
    given.frameOverride === null
      ? guess
      : { ...guess, reason: "x-framegate.frame says so", evidence: "stated" };
  return { ...stated, frame, problem: problemOf(guess.encoding, frame, given) };
}

/** Text for JSON and text, binary for the rest. */
export function frameOf(encoding: Encoding): "text" | "binary" {
  return encoding === "json" || encoding === "text" ? "text" : "binary";
}

function bytesByFormat({ frameOverride }: Evidence): Guess {
  return {
    encoding: frameOverride === "text" ? "text" : "bytes",
    reason: "the payload is of format: binary",
    evidence: "strong",
  };
}

function byContentType(given: Evidence): Guess {
  const stated = given.contentType ?? given.defaultContentType;
  if (stated === null) {
    return withoutContentType(given);
  }
  const evidence = given.contentType === null ? "strong" : "stated";
  const which = given.contentType === null ? "defaultContentType" : "contentType";
  const { encoding, essence } = contentTypeOf(stated);
  const reason = `${which} is ${essence}`;
  switch (encoding) {
    case "text":
      return isText(given)
        ? { encoding, reason, evidence }
        : { encoding: "json", reason: `${reason}, but the schema is no text`, evidence: "strong" };
    case "bytes":
    case "protobuf":
    case "avro":
      return { encoding: given.frameOverride === "text" ? "text" : "bytes", reason, evidence };
    default:
      return { encoding, reason, evidence };
  }
}

function withoutContentType({ kinds, frameOverride }: Evidence): Guess {
  const isBareString = kinds !== null && kinds.size === 1 && kinds.has("string");
  if (!isBareString) {
    return { encoding: "json", reason: "no content type is stated", evidence: "default" };
  }
  return {
    encoding: frameOverride === "binary" ? "bytes" : "text",
    reason: "the payload is a string and no content type is stated",
    evidence: "weak",
  };
}

/** Under `text/*` a schema of strings, or of nothing in particular, is raw text; any other is JSON. */
function isText({ kinds }: Evidence): boolean {
  return kinds === null || (kinds.has("string") && !kinds.has("object") && !kinds.has("array"));
}

function problemOf(encoding: Encoding, frame: string, given: Evidence): Reading["problem"] {
  if (frame === "text" && frameOf(encoding) === "binary") {
    const message = `a text frame cannot hold ${encoding}`;
    return { rule: "payload-frame", message };
  }
  const { contentType, defaultContentType, kinds } = given;
  const stated = contentType ?? defaultContentType ?? "application/octet-stream";
  const isOfBytes = kinds === null || kinds.has("string");
  if (encoding === "bytes" && !isOfBytes) {
    const message = `payloads of ${stated} are opaque bytes, so the schema is not checked`;
    return { rule: "payload-opaque", message };
  }
  return null;
}
