import { GATEWAY_LIMITS } from "../limits.ts";
import { Refusal } from "../refusals.ts";

/** One `name=value` of a query, decoded, and as the client wrote it. */
export interface QueryPair {
  readonly name: string;
  readonly value: string;
  readonly raw: string;
}

/** Path and query of a request line. */
export interface Target {
  readonly segments: readonly string[];
  readonly query: readonly QueryPair[];
}

/**
 * Reads an origin-form request target (RFC 9112 section 3.2.1). Whatever two programs could read in
 * two ways is HANDSHAKE_MALFORMED: absolute form, dot segments, encoded slashes, NUL, bad percent-
 * encoding.
 */
export function parseTarget(target: string): Target {
  if (!target.startsWith("/")) {
    throw malformed('the request target is not a path that begins with "/"');
  }
  if (!/^[\x21-\x7e]+$/.test(target) || target.includes("#")) {
    throw malformed("the request target holds a character that must be percent-encoded");
  }
  const mark = target.indexOf("?");
  const path = mark === -1 ? target : target.slice(0, mark);
  return {
    segments: parsePath(path),
    query: mark === -1 ? [] : parseQuery(target.slice(mark + 1)),
  };
}

function parsePath(path: string): readonly string[] {
  if (/%(?:2f|5c|00)/i.test(path) || path.includes("\\")) {
    throw malformed("the path holds an encoded slash, a backslash or NUL");
  }
  const segments = path.slice(1).split("/").map(decodePercent);
  if (segments.length > GATEWAY_LIMITS.pathSegments) {
    throw malformed(`the path has more than ${GATEWAY_LIMITS.pathSegments} segments`);
  }
  if (segments.some((segment) => segment === "." || segment === "..")) {
    throw malformed("the path holds a dot segment");
  }
  return segments;
}

function parseQuery(query: string): readonly QueryPair[] {
  return query
    .split("&")
    .filter((raw) => raw !== "")
    .map(parsePair);
}

/**
 * `+` is a space, as in application/x-www-form-urlencoded, which is what browsers' URLSearchParams
 * write.
 */
function parsePair(raw: string): QueryPair {
  const equals = raw.indexOf("=");
  const name = equals === -1 ? raw : raw.slice(0, equals);
  const value = equals === -1 ? "" : raw.slice(equals + 1);
  const pair = { name: decodeForm(name), value: decodeForm(value), raw };
  if (pair.name.includes("\0") || pair.value.includes("\0")) {
    throw malformed("the query holds NUL");
  }
  return pair;
}

function decodeForm(text: string): string {
  return decodePercent(text.replaceAll("+", " "));
}

function decodePercent(text: string): string {
  if (!text.includes("%")) {
    return text;
  }
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    const reason = "the request target has a malformed percent-encoding";
    throw new Refusal("HANDSHAKE_MALFORMED", { reason }, { cause });
  }
}

function malformed(reason: string): Refusal {
  return new Refusal("HANDSHAKE_MALFORMED", { reason });
}
