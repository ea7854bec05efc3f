import type { Dice } from "./random.ts";

/** Ways to write a value that readers of JSON may disagree about, or that are no JSON at all. */
interface Style {
  /** One chance in so many, at each place, of the oddities; 0: none. */
  readonly space: number;
  readonly escape: number;
  readonly number: number;
  readonly twice: number;
  readonly key: number;
}

const PLAIN: Style = { space: 0, escape: 0, number: 0, twice: 0, key: 0 };

/** The JSON text of a value, odd in at most one way. */
export function writeText(value: unknown, dice: Dice): string {
  const style: Style = dice.pick([
    PLAIN,
    PLAIN,
    PLAIN,
    { ...PLAIN, space: 2 },
    { ...PLAIN, escape: 8 },
    { ...PLAIN, number: 3 },
    { ...PLAIN, twice: 6 },
    { ...PLAIN, key: 6 },
  ]);
  return write(value, style, dice);
}

function write(value: unknown, style: Style, dice: Dice): string {
  const space = (): string =>
    style.space > 0 && dice.once(style.space) ? dice.pick([" ", "\n", "\t", "\r\n  ", "  "]) : "";
  if (Array.isArray(value)) {
    const items = value.map((item) => `${space()}${write(item, style, dice)}${space()}`);
    return `[${items.join(",")}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).flatMap(([key, inner]) => {
      const one = (): string =>
        `${space()}${writeKey(key, style, dice)}${space()}:${space()}${write(inner, style, dice)}${space()}`;
      return style.twice > 0 && dice.once(style.twice) ? [one(), one()] : [one()];
    });
    return `{${members.join(",")}}`;
  }
  if (typeof value === "string") {
    return writeString(value, style.escape, dice);
  }
  return typeof value === "number" ? writeNumber(value, style, dice) : JSON.stringify(value);
}

function writeKey(key: string, style: Style, dice: Dice): string {
  if (style.key === 0 || !dice.once(style.key)) {
    return writeString(key, 0, dice);
  }
  const other = dice.pick([key, "__proto__", "__proto__", `${key}x`, "é"]);
  return writeString(other, dice.pick([0, 1, 3]), dice);
}

function writeString(text: string, escapes: number, dice: Dice): string {
  const plain = JSON.stringify(text);
  if (escapes === 0) {
    return plain;
  }
  let out = '"';
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const hex = unit.toString(16).padStart(4, "0");
    const isEscaped = dice.once(escapes);
    out += isEscaped
      ? `\\u${dice.once(2) ? hex : hex.toUpperCase()}`
      : JSON.stringify(text.charAt(at)).slice(1, -1);
  }
  return `${out}${dice.once(20) ? dice.pick(["\\ud800", "\\udc00", "\\x", "\\u12g4", "\\/"]) : ""}"`;
}

function writeNumber(value: number, style: Style, dice: Dice): string {
  const plain = JSON.stringify(value);
  if (style.number === 0 || !dice.once(style.number)) {
    return plain;
  }
  return dice.pick([
    ...([
      `${plain}.0`,
      `${plain}.5`,
      `${plain}e0`,
      `${plain}E+1`,
      `${plain}e-1`,
      `0${plain}`,
    ] as const),
    ...([`-${plain}`, `+${plain}`, `${plain}.`, `${plain}000000000000000000`] as const),
    ...([`${plain}.000000000000000000001`, "1e400", "-0", "-0.0"] as const),
    ...(["9007199254740993", "9223372036854775807", "9223372036854775808"] as const),
  ]);
}

/** The bytes of a text, sometimes with one byte of it wrong. */
export function spoilBytes(text: string, dice: Dice): Buffer {
  const bytes = Buffer.from(text);
  const at = dice.below(bytes.length + 1);
  const byte = dice.pick([0x00, 0x20, 0x22, 0x2c, 0x5c, 0x7b, 0x7d, 0x80, 0xc3, 0xed, 0xff]);
  const changed = (to: (old: number) => number): Buffer => {
    const copy = Buffer.from(bytes);
    if (at < copy.length) copy[at] = to(copy[at] ?? 0);
    return copy;
  };
  const spliced = (skipped: number, ...put: readonly number[]): Buffer =>
    Buffer.concat([bytes.subarray(0, at), Buffer.from(put), bytes.subarray(at + skipped)]);
  switch (dice.below(8)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return spliced(0, byte);
    case 2:
      return spliced(1);
    case 3:
      return changed(() => byte);
    case 4:
      return changed((old) => old ^ (1 << dice.below(8)));
    case 5:
      return Buffer.concat([bytes, Buffer.from([byte])]);
    case 6:
      return nested(text, dice);
    default:
      return Buffer.concat([bytes, bytes]);
  }
}

/** The text as the innermost value of something as deep as is allowed, or a little deeper. */
function nested(text: string, dice: Dice): Buffer {
  const depth = 60 + dice.below(8);
  const inner = text.startsWith("{")
    ? text.replace("{", `{"extra":${"[".repeat(depth)}${"]".repeat(depth)},`)
    : text;
  return Buffer.from(inner);
}
