/** Addresses of RFC 3986, as the gateway reads them. */

/** Longest text that is looked at, in UTF-16 units. */
const MAX_LENGTH = 65_536;

const UNIT = "[\\da-f]{1,4}";
const BYTE = "(?:25[0-5]|2[0-4]\\d|[01]?\\d\\d?)";
const IPV4 = `(?:${BYTE}\\.){3}${BYTE}`;
const LAST = `(?:${UNIT}:${UNIT}|${IPV4})`;
const IPV6 = [
  `(?:${UNIT}:){6}${LAST}`,
  `::(?:${UNIT}:){5}${LAST}`,
  `(?:${UNIT})?::(?:${UNIT}:){4}${LAST}`,
  `(?:(?:${UNIT}:){0,1}${UNIT})?::(?:${UNIT}:){3}${LAST}`,
  `(?:(?:${UNIT}:){0,2}${UNIT})?::(?:${UNIT}:){2}${LAST}`,
  `(?:(?:${UNIT}:){0,3}${UNIT})?::${UNIT}:${LAST}`,
  `(?:(?:${UNIT}:){0,4}${UNIT})?::${LAST}`,
  `(?:(?:${UNIT}:){0,5}${UNIT})?::${UNIT}`,
  `(?:(?:${UNIT}:){0,6}${UNIT})?::`,
].join("|");
const PERCENT = "%[\\da-f]{2}";
const NAME = "a-z\\d\\-._~!$&'()*+,;=";
const LITERAL = `\\[(?:(?:${IPV6})|v[\\da-f]+\\.[${NAME}:]+)\\]`;
const AUTHORITY = (host: string): string =>
  `(?:(?:[${NAME}:]|${PERCENT})*@)?(?:${LITERAL}|${IPV4}|(?:[${host}]|${PERCENT})*)(?::\\d*)?`;
const CHARACTER = `(?:[${NAME}":@]|${PERCENT})`;
const PATHS = `(?:\\/${CHARACTER}*)*`;
const REST = `(?:\\?(?:[${NAME}":@/?]|${PERCENT})*)?(?:#(?:[${NAME}":@/?]|${PERCENT})*)?`;

function expression(start: string, host: string, end: string): RegExp {
  const path = `\\/?\\/${AUTHORITY(host)}${PATHS}|\\/(?:${CHARACTER}+${PATHS})?|${CHARACTER}+${PATHS}`;
  return new RegExp(`^${start}(?:${path})${end}${REST}$`, "i");
}

const URI = /* @__PURE__ */ expression("[a-z][a-z\\d+\\-.]*:", NAME, "");
const REFERENCE = /* @__PURE__ */ expression("(?:[a-z][a-z\\d+\\-.]*:)?", `${NAME}"`, "?");

/** An absolute address. */
export function isUri(text: string): boolean {
  return text.length <= MAX_LENGTH && URI.test(text);
}

/** An absolute address, or one that is relative to another. */
export function isUriReference(text: string): boolean {
  return text.length <= MAX_LENGTH && REFERENCE.test(text);
}
