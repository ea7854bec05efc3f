/**
 * Formats as regular expressions: each matches ASCII texts only that the format of the same name in
 * `runtime/contract/formats.ts` accepts, and nearly all that anybody sends. A test holds the two together.
 */
const HEX = "[0-9a-f]";
const BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const HOST_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
/** RFC 3986 section 3.3: characters of a path, and those that a query and a fragment may have besides. */
const PATH = `(?:[a-z0-9\\-._~!$&'()*+,;=:@]|%${HEX}{2})`;
const QUERY = `(?:[a-z0-9\\-._~!$&'()*+,;=:@/?]|%${HEX}{2})`;
const AUTHORITY =
  `(?:(?:[a-z0-9\\-._~!$&'()*+,;=:]|%${HEX}{2})*@)?` +
  `(?:[a-z0-9\\-._~!$&'()*+,;=]|%${HEX}{2})*(?::[0-9]*)?`;
const AFTER = `(?:\\?${QUERY}*)?(?:#${QUERY}*)?`;
const TIME =
  "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,12})?" +
  "(?:z|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)";
const LEAP = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29";
const DATE =
  "(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|" +
  `(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|${LEAP})`;
const CLOCK = "(?:[0-9]+H(?:[0-9]+M)?(?:[0-9]+S)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S)";
const DAYS = "(?:[0-9]+Y(?:[0-9]+M)?(?:[0-9]+D)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)";

export interface FormatPattern {
  readonly pattern: string;
  readonly ignoreCase: boolean;
  /** Most characters that the format looks at. */
  readonly maxLength: number;
  /** The length is a multiple of it. */
  readonly multipleOf: number;
}

function format(
  pattern: string,
  more: Partial<Omit<FormatPattern, "pattern">> = {},
): FormatPattern {
  return { pattern, ignoreCase: true, maxLength: 65_536, multipleOf: 1, ...more };
}

/** By name; formats that are not here cannot be told from bytes. */
export const FORMAT_PATTERNS: ReadonlyMap<string, FormatPattern> = new Map([
  ["date", format(`^${DATE}$`)],
  ["time", format(`^${TIME}$`)],
  ["date-time", format(`^${DATE}[t ]${TIME}$`)],
  ["duration", format(`^P(?:[0-9]+W|${DAYS}(?:T${CLOCK})?|T${CLOCK})$`, { ignoreCase: false })],
  ["uuid", format(`^(?:urn:uuid:)?${HEX}{8}-(?:${HEX}{4}-){3}${HEX}{12}$`)],
  ["ipv4", format(`^(?:${BYTE}\\.){3}${BYTE}$`)],
  ["hostname", format(`^${HOST_LABEL}(?:\\.${HOST_LABEL})*\\.?$`, { maxLength: 253 })],
  [
    "email",
    format(
      "^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*" +
        "@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$",
      { maxLength: 320 },
    ),
  ],
  ["uri", format(URI())],
  ["url", format(URI())],
  [
    "uri-reference",
    format(
      `^(?:[a-z][a-z0-9+\\-.]*:)?(?:\\/?\\/${AUTHORITY}(?:\\/${PATH}*)*|` +
        `\\/(?:${PATH}+(?:\\/${PATH}*)*)?|${PATH}+(?:\\/${PATH}*)*)?${AFTER}$`,
    ),
  ],
  ["json-pointer", format("^(?:\\/(?:[^~/]|~0|~1)*)*$", { ignoreCase: false })],
  [
    "json-pointer-uri-fragment",
    format(`^#(?:\\/(?:[a-z0-9_\\-.!$&'()*+,;:=@]|%${HEX}{2}|~0|~1)*)*$`),
  ],
  [
    "relative-json-pointer",
    format("^(?:0|[1-9][0-9]*)(?:#|(?:\\/(?:[^~/]|~0|~1)*)*)$", { ignoreCase: false }),
  ],
  [
    "byte",
    format("^[A-Za-z0-9+/]*={0,2}$", { ignoreCase: false, multipleOf: 4, maxLength: 2 ** 30 }),
  ],
]);

function URI(): string {
  return (
    `^[a-z][a-z0-9+\\-.]*:(?:\\/?\\/${AUTHORITY}(?:\\/${PATH}*)*|` +
    `\\/(?:${PATH}+(?:\\/${PATH}*)*)?|${PATH}+(?:\\/${PATH}*)*)${AFTER}$`
  );
}
