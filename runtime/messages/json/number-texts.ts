/**
 * The texts of numbers that a double cannot hold, kept beside the value that `JSON.parse` made:
 * `{"id": 9007199254740993}` has `id` 9007199254740992, and the text of `id` under its object.
 * A side table leaves the value what everybody expects; it lives as long as the object it is about.
 */
import { FUEL } from "../../contract/fuel.ts";
import {
  QUOTE,
  COMMA,
  MINUS,
  COLON,
  OPEN_BRACKET,
  BACKSLASH,
  CLOSE_BRACKET,
  OPEN_BRACE,
  CLOSE_BRACE,
} from "./json-bytes.ts";
import { isSafeNumberText } from "./safe-number.ts";

/** The unsafe numbers of one object or array as it was read, whatever becomes of the object later. */
export interface NumberTexts {
  /** By key, or index as text. */
  readonly own: ReadonlyMap<string, string>;
  /** By key: objects and arrays in it that hold unsafe numbers at any depth. */
  readonly below: ReadonlyMap<string, NumberTexts>;
}

const NONE: ReadonlyMap<string, never> = new Map<string, never>();

/** Most containers need one of the maps only: each is made when there is something to note. */
class Noted implements NumberTexts {
  #own: Map<string, string> | null = null;
  #below: Map<string, NumberTexts> | null = null;

  get own(): ReadonlyMap<string, string> {
    return this.#own ?? NONE;
  }

  get below(): ReadonlyMap<string, NumberTexts> {
    return this.#below ?? NONE;
  }

  note(key: string, text: string): void {
    this.#own ??= new Map();
    this.#own.set(key, text);
  }

  noteBelow(key: string, texts: NumberTexts): void {
    this.#below ??= new Map();
    this.#below.set(key, texts);
  }

  forget(key: string): void {
    this.#own?.delete(key);
  }
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
  notedIn(container).note(String(key), text);
}

/** Notes that `container` holds under `key` another container, of whose numbers some may be noted. */
export function noteNumbersBelow(container: object, key: string | number, inner: unknown): void {
  const texts = numberTextsIn(inner);
  if (texts !== undefined) notedIn(container).noteBelow(String(key), texts);
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
  /** Of the value that comes next: where its key stands in the text, or its index. */
  keyStart: number;
  keyEnd: number;
  index: number;
}

/** Objects and arrays that may hold unsafe numbers: so many, and one more for each so many characters. */
const MAX_NOTED = 4000;
const TEXT_OF_NOTED = 64;
/** Units of fuel for each of them: collecting the garbage of the notes costs most. */
const NOTED_UNITS = 150;

/**
 * Notes the unsafe numbers of `text`, which is JSON, under the containers of `value`, which is what
 * `JSON.parse` made of it. A text that is nothing but a number has no container, and no note. False:
 * there are so many containers of such numbers, beside one for each level of `depth`, that the notes
 * would cost more than all else.
 */
export function rememberNumberTexts(text: string, value: unknown, depth = 0): boolean {
  const levels: Level[] = [];
  let room = MAX_NOTED + depth + text.length / TEXT_OF_NOTED;
  let level: Level | undefined;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    const end = tokenEnd(text, at, code);
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      const container = level === undefined ? value : child(level, text);
      level = { container, isArray: code === OPEN_BRACKET, keyStart: 0, keyEnd: 0, index: 0 };
      levels.push(level);
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      const closed = levels.pop();
      level = levels[levels.length - 1];
      if (numberTextsIn(closed?.container) !== undefined) {
        room -= 1;
        FUEL.left -= NOTED_UNITS;
      }
      if (room < 0) {
        return false;
      }
      noteClosed(closed, level, text);
    } else if (level !== undefined) {
      note(level, text, at, end);
    }
    at = end;
  }
  return true;
}

function noteClosed(closed: Level | undefined, around: Level | undefined, text: string): void {
  const texts = numberTextsIn(closed?.container);
  if (texts !== undefined && around !== undefined && isObject(around.container)) {
    notedIn(around.container).noteBelow(keyOf(around, text), texts);
  }
}

function note(level: Level, text: string, at: number, end: number): void {
  const code = text.charCodeAt(at);
  if (code === COMMA) {
    level.index += 1;
  } else if (code === QUOTE) {
    if (!level.isArray && text.charCodeAt(skipSpace(text, end)) === COLON) {
      level.keyStart = at;
      level.keyEnd = end;
    }
  } else if (code === MINUS || isDigit(code)) {
    remember(level, text, text.slice(at, end));
  }
}

function remember(level: Level, text: string, number: string): void {
  const { container } = level;
  if (!isObject(container)) {
    return;
  }
  if (!isSafeNumberText(number)) {
    noteNumberText(container, keyOf(level, text), number);
    return;
  }
  const noted = TEXTS.get(container);
  if (noted !== undefined && !level.isArray) {
    noted.forget(keyOf(level, text)); // the last of a key given twice is the one that counts
  }
}

function keyOf({ isArray, index, keyStart, keyEnd }: Level, text: string): string {
  return isArray ? String(index) : String(JSON.parse(text.slice(keyStart, keyEnd)));
}

function notedIn(container: object): Noted {
  const known = TEXTS.get(container);
  if (known !== undefined) {
    return known;
  }
  const noted = new Noted();
  TEXTS.set(container, noted);
  return noted;
}

function child(level: Level, text: string): unknown {
  const { container } = level;
  if (!isObject(container)) {
    return NO_CONTAINER;
  }
  if (Array.isArray(container) && level.isArray) {
    const item: unknown = container[level.index];
    return item;
  }
  const key = keyOf(level, text);
  const found: unknown = Object.hasOwn(container, key) ? Reflect.get(container, key) : NO_CONTAINER;
  return found;
}

/** Where the token at `at` ends; words and white space are passed one character at a time. */
function tokenEnd(text: string, at: number, first: number): number {
  let end = at + 1;
  if (first === QUOTE) {
    let code = text.charCodeAt(end);
    while (code !== QUOTE) {
      end += code === BACKSLASH ? 2 : 1;
      code = text.charCodeAt(end);
    }
    return end + 1;
  }
  if (first === MINUS || isDigit(first)) {
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
