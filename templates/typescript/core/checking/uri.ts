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

/** Of the parts behind the scheme; `more` are characters that the gateway lets stand in references only. */
function expression(start: string, end: string, more: string): RegExp {
  const host = `(?:[${NAME}${more}]|${PERCENT})*`;
  const authority = `(?:(?:[${NAME}:]|${PERCENT})*@)?(?:${LITERAL}|${IPV4}|${host})(?::\\d*)?`;
  const character = `(?:[${NAME}${more}:@]|${PERCENT})`;
  const paths = `(?:\\/${character}*)*`;
  const path = `\\/?\\/${authority}${paths}|\\/(?:${character}+${paths})?|${character}+${paths}`;
  const rest = `(?:[${NAME}${more}:@/?]|${PERCENT})*`;
  return new RegExp(`^${start}(?:${path})${end}(?:\\?${rest})?(?:#${rest})?$`, "i");
}

const URI = /* @__PURE__ */ expression("[a-z][a-z\\d+\\-.]*:", "", "");
const REFERENCE = /* @__PURE__ */ expression("(?:[a-z][a-z\\d+\\-.]*:)?", "?", '"');

/** An absolute address. */
export function isUri(text: string): boolean {
  return text.length <= MAX_LENGTH && URI.test(text);
}

/** An absolute address, or one that is relative to another. */
export function isUriReference(text: string): boolean {
  return text.length <= MAX_LENGTH && REFERENCE.test(text);
}
