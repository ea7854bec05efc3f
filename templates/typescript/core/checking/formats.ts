/**
 * Formats of texts (JSON Schema validation 2020-12 section 7.3): the gateway's verdicts, each a function of its own.
 * The work of each is linear in the text; longer texts than 65,536 characters are of no format.
 */

/** Longest text that is looked at, in UTF-16 units. */
const MAX_LENGTH = 65_536;
/** RFC 5321 section 4.5.3.1: 64 octets before the `@`, 255 behind it. */
const MAX_EMAIL_LENGTH = 320;

function upTo(length: number, expression: RegExp): (text: string) => boolean {
  return (text) => text.length <= length && expression.test(text);
}

const MONTH = "\\d{4}-(?:0[1-9]|1[0-2])-";
const CLOCK =
  "(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:z|[+-](?:[01]\\d|2[0-3])(?::?[0-5]\\d)?)";
/** Most moments that there are: a day that every month has, a second that every minute has. */
const ORDINARY = /* @__PURE__ */ new RegExp(`^${MONTH}(?:0[1-9]|1\\d|2[0-8])[t\\s]${CLOCK}$`, "i");
const DAY = /* @__PURE__ */ new RegExp(`^${MONTH}(?:0[1-9]|[12]\\d|3[01])$`);
const TIME = /^(\d\d):(\d\d):(\d\d(?:\.\d+)?)(?:z|([+-])(\d\d)(?::?(\d\d))?)$/i;

/** `full-date` of RFC 3339 section 5.6: a day that the calendar has. */
export function isDate(text: string): boolean {
  return (
    DAY.test(text) && Number(text.slice(8)) <= daysIn(Number(text.slice(0, 4)), text.slice(5, 7))
  );
}

function daysIn(year: number, month: string): number {
  if (month === "02") {
    return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  }
  return ["04", "06", "09", "11"].includes(month) ? 30 : 31;
}

/** `full-time` of RFC 3339 section 5.6, with an offset; a 60th second only where it can be a leap second. */
export function isTime(text: string): boolean {
  const parts = text.length <= MAX_LENGTH ? TIME.exec(text) : null;
  if (parts === null) {
    return false;
  }
  const [hours = 0, minutes = 0, seconds = 0] = parts.slice(1, 4).map(Number);
  const sign = parts[4] === "-" ? -1 : 1;
  const [offsetHours, offsetMinutes] = [Number(parts[5] ?? 0), Number(parts[6] ?? 0)];
  if (offsetHours > 23 || offsetMinutes > 59) {
    return false;
  }
  if (hours <= 23 && minutes <= 59 && seconds < 60) {
    return true;
  }
  const utcMinutes = minutes - offsetMinutes * sign;
  const utcHours = hours - offsetHours * sign - (utcMinutes < 0 ? 1 : 0);
  const isLast = (utcHours === 23 || utcHours === -1) && (utcMinutes === 59 || utcMinutes === -1);
  return isLast && seconds < 61;
}

/** `date-time` of RFC 3339 section 5.6; the two may be apart by a space. */
export function isDateTime(text: string): boolean {
  if (text.length > MAX_LENGTH) {
    return false;
  }
  return (
    ORDINARY.test(text) ||
    (/^.{10}[t\s]/i.test(text) && isDate(text.slice(0, 10)) && isTime(text.slice(11)))
  );
}

/** ISO 8601 as RFC 3339 appendix A has it: `P1DT2H`. */
export const isDuration = /* @__PURE__ */ upTo(
  MAX_LENGTH,
  /^P(?!$)((\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?|(\d+W)?)$/,
);

/** An address of RFC 5321 without quotes. */
export const isEmail = /* @__PURE__ */ upTo(
  MAX_EMAIL_LENGTH,
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i,
);

/** RFC 1123 section 2.1: at most 253 characters and a dot. */
export const isHostname = /* @__PURE__ */ upTo(
  MAX_LENGTH,
  /^(?=.{1,253}\.?$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[-0-9a-z]{0,61}[0-9a-z])?)*\.?$/i,
);

/** RFC 2673 section 3.2. */
export const isIpv4 = /* @__PURE__ */ upTo(
  MAX_LENGTH,
  /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/,
);

/** RFC 4291 section 2.2, without a zone. */
export function isIpv6(text: string): boolean {
  // A dotted quad at the end stands for two groups.
  const quad = /(?:^|:)((?:\d+\.){3}\d+)$/.exec(text)?.[1];
  const whole =
    quad === undefined || !isIpv4(quad) ? text : `${text.slice(0, text.length - quad.length)}0:0`;
  const [head = "", tail, ...more] = whole.length <= 64 ? whole.split("::") : ["x"];
  const groups = [head, tail ?? ""].flatMap((side) => (side === "" ? [] : side.split(":")));
  const isFull = tail === undefined ? groups.length === 8 : groups.length <= 7;
  return isFull && more.length === 0 && groups.every((group) => /^[\da-f]{1,4}$/i.test(group));
}

/** A regular expression of ECMAScript. */
export function isRegex(text: string): boolean {
  if (text.length > MAX_LENGTH || /[^\\]\\Z/.test(text)) {
    return false;
  }
  try {
    return new RegExp(text).flags === "";
  } catch {
    return false;
  }
}

/** RFC 4122. */
export const isUuid = /* @__PURE__ */ upTo(
  MAX_LENGTH,
  /^(?:urn:uuid:)?[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i,
);

/** RFC 6901 section 3. */
export const isJsonPointer = /* @__PURE__ */ upTo(MAX_LENGTH, /^(?:\/(?:[^~/]|~[01])*)*$/);

/** RFC 6901 section 6. */
export const isJsonPointerUriFragment = /* @__PURE__ */ upTo(
  MAX_LENGTH,
  /^#(?:\/(?:[\w\-.!$&'()*+,;:=@]|%[\da-f]{2}|~[01])*)*$/i,
);

/** A number of levels upwards and a JSON pointer from there. */
export const isRelativeJsonPointer = /* @__PURE__ */ upTo(
  MAX_LENGTH,
  /^(?:0|[1-9]\d*)(?:#|(?:\/(?:[^~/]|~[01])*)*)$/,
);

/** RFC 6570. */
export const isUriTemplate = /* @__PURE__ */ upTo(
  MAX_LENGTH,
  /^(?:[^\x00-\x20"'<>%\\^`{|}]|%[\da-f]{2}|\{[+#./;?&=,!@|]?(?:[a-z\d_]|%[\da-f]{2})+(?::[1-9]\d{0,3}|\*)?(?:,(?:[a-z\d_]|%[\da-f]{2})+(?::[1-9]\d{0,3}|\*)?)*\})*$/i,
);

/** RFC 4648 section 4: base64. Any length, padded. */
export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z\d+/]*={0,2}$/.test(text);
}
