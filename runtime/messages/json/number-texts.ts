/**
 * The texts of numbers that a double cannot hold, kept beside the value that `JSON.parse` made:
 * `{"id": 9007199254740993}` has `id` 9007199254740992, and the text of `id` under its object.
 * A side table leaves the value what everybody expects; it lives as long as the object it is about.
 */
import { isSafeNumberText } from "./safe-number.ts";

/** The unsafe numbers of one object or array as it was read, whatever becomes of the object later. */
export interface NumberTexts {
  /** By key, or index as text. */
  readonly own: ReadonlyMap<string, string>;
  /** By key: objects and arrays in it that hold unsafe numbers at any depth. */
  readonly below: ReadonlyMap<string, NumberTexts>;
}

interface Noted extends NumberTexts {
  readonly own: Map<string, string>;
  readonly below: Map<string, NumberTexts>;
}

/** Holds the root of a message, so that a root that is a number has a container, too. */
export type Holder = Readonly<Record<"", unknown>>;

const TEXTS = new WeakMap<object, Noted>();
const NO_CONTAINER: unknown = null;

/** The text of the number that `container` holds under `key`; undefined: the number is exact. */
export function numberTextOf(container: unknown, key: string | number): string | undefined {
  return numberTextsIn(container)?.own.get(String(key));
}

/** All that is known of a container; undefined: its numbers are exact, at any depth. */
export function numberTextsIn(container: unknown): NumberTexts | undefined {
  return isObject(container) ? TEXTS.get(container) : undefined;
}

/** Notes that `container` holds under `key` what `text` says and no double can. */
export function noteNumberText(container: object, key: string | number, text: string): void {
  notedIn(container).own.set(String(key), text);
}

/** Notes that `container` holds under `key` another container, of whose numbers some may be noted. */
export function noteNumbersBelow(container: object, key: string | number, inner: unknown): void {
  const texts = numberTextsIn(inner);
  if (texts !== undefined) notedIn(container).below.set(String(key), texts);
}

/**
 * A holder of the root of a message; null where all its numbers are exact. `text` is the root's own, where that is an
 * unsafe number.
 */
export function holderOf(root: unknown, text: string | null): Holder | null {
  const holder: Holder = { "": root };
  if (text === null) noteNumbersBelow(holder, "", root);
  else noteNumberText(holder, "", text);
  return TEXTS.has(holder) ? holder : null;
}

interface Level {
  /** What `JSON.parse` made here; not an object where a key given twice replaced it. */
  readonly container: unknown;
  readonly isArray: boolean;
  /** Of the value that comes next. */
  key: string;
  index: number;
}

/**
 * Notes the unsafe numbers of `text`, which is JSON, under the containers of `value`, which is what
 * `JSON.parse` made of it. A text that is nothing but a number has no container, and no note.
 */
export function rememberNumberTexts(text: string, value: unknown): void {
  const levels: Level[] = [];
  let at = 0;
  while (at < text.length) {
    const level = levels.at(-1);
    const character = text.charAt(at);
    const end = tokenEnd(text, at);
    if (character === "{" || character === "[") {
      const container = level === undefined ? value : child(level);
      levels.push({ container, isArray: character === "[", key: "0", index: 0 });
    } else if (character === "}" || character === "]") {
      levels.pop();
      noteClosed(level, levels.at(-1));
    } else if (level !== undefined) {
      note(level, text, at, end);
    }
    at = end;
  }
}

function noteClosed(closed: Level | undefined, around: Level | undefined): void {
  if (closed !== undefined && around !== undefined && isObject(around.container)) {
    noteNumbersBelow(around.container, around.key, closed.container);
  }
}

function note(level: Level, text: string, at: number, end: number): void {
  const character = text.charAt(at);
  if (character === "," && level.isArray) {
    level.index += 1;
    level.key = String(level.index);
  } else if (character === '"' && !level.isArray && text.charAt(skipSpace(text, end)) === ":") {
    level.key = String(JSON.parse(text.slice(at, end)));
  } else if (character === "-" || isDigit(text.charCodeAt(at))) {
    remember(level, text.slice(at, end));
  }
}

function remember({ container, key }: Level, text: string): void {
  if (!isObject(container)) {
    return;
  }
  if (isSafeNumberText(text)) {
    TEXTS.get(container)?.own.delete(key); // the last of a key given twice is the one that counts
  } else {
    noteNumberText(container, key, text);
  }
}

function notedIn(container: object): Noted {
  const noted = TEXTS.get(container) ?? { own: new Map(), below: new Map() };
  TEXTS.set(container, noted);
  return noted;
}

function child({ container, key }: Level): unknown {
  if (!isObject(container) || !Object.hasOwn(container, key)) {
    return NO_CONTAINER;
  }
  const found: unknown = Reflect.get(container, key);
  return found;
}

/** Where the token at `at` ends; words and white space are passed one character at a time. */
function tokenEnd(text: string, at: number): number {
  const first = text.charCodeAt(at);
  let end = at + 1;
  if (first === 0x22) {
    while (text.charCodeAt(end) !== 0x22) {
      end += text.charCodeAt(end) === 0x5c ? 2 : 1;
    }
    return end + 1;
  }
  if (first === 0x2d || isDigit(first)) {
    while (isNumberPart(text.charCodeAt(end))) {
      end += 1;
    }
  }
  return end;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= 0x20) {
    at += 1;
  }
  return at;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isNumberPart(code: number): boolean {
  return isDigit(code) || code === 0x2e || (code | 0x20) === 0x65 || code === 0x2b || code === 0x2d;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
