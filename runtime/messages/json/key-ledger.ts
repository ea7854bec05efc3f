import { FUEL } from "../../contract/fuel.ts";
import { BACKSLASH } from "./json-bytes.ts";
import { latin1, utf8 } from "./text-bytes.ts";

/** Keys of an object that are compared by their bytes; with more of them the object gets a Set. */
const FEW_KEYS = 12;
/** Bytes of the shortest way to write `__proto__` with an escape, quotes included. */
const LEAST_ESCAPED_PROTO = 16;
/** Units of fuel for a container that is read, and for a key that goes into a Set. */
const CONTAINER_UNITS = 12;
const KEY_UNITS = 40;
/** Before a key that UTF-8 cannot carry; no text of bytes has this character. */
const NO_UTF8 = "\u0100";

/**
 * The objects and arrays that are open while a text is scanned, with the keys each has had. Finds
 * the first key that its object has twice and where it stands, in linear time and without hashing
 * the keys of small objects. A frame pays for its containers and keys (`runtime/contract/fuel.ts`).
 */
export class KeyLedger {
  readonly #bytes: Uint8Array;
  /** Per open container: 1 for an object, 0 for an array. */
  readonly #isObject: number[] = [];
  /** Per open container: index of the current item, or where the current key starts and ends. */
  readonly #index: number[] = [];
  readonly #keyStart: number[] = [];
  readonly #keyEnd: number[] = [];
  /** Per open container: how many keys were noted when it opened. */
  readonly #base: number[] = [];
  readonly #sets: (Set<string> | null)[] = [];
  /** Per open container: some key was written with an escape. */
  readonly #hasEscape: boolean[] = [];
  /** Keys of all open objects, oldest first: offsets of their quotes; what lies behind `#noted` is of closed ones. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  #noted = 0;
  /** All bytes, one character each, once keys are taken out of it: each on its own is dearer. */
  #latin1: string | null = null;
  /** How many containers are open. */
  depth = 0;
  /** Whether the innermost open container is an object. */
  inObject = false;
  /** JSON pointer of the first key given twice. */
  duplicate: string | null = null;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  open(isObject: boolean): void {
    const depth = this.depth;
    this.#isObject[depth] = isObject ? 1 : 0;
    this.#index[depth] = 0;
    this.#base[depth] = this.#noted;
    this.#sets[depth] = null;
    this.#hasEscape[depth] = false;
    FUEL.left -= CONTAINER_UNITS;
    this.depth = depth + 1;
    this.inObject = isObject;
  }

  close(): void {
    this.depth -= 1;
    const base = this.#base[this.depth] ?? 0;
    this.#noted = base;
    this.#sets[this.depth] = null;
    this.inObject = this.depth > 0 && this.#isObject[this.depth - 1] === 1;
  }

  /** The next item of the innermost array begins. */
  item(): void {
    const top = this.depth - 1;
    this.#index[top] = (this.#index[top] ?? 0) + 1;
  }

  /**
   * Notes a key of the innermost object: offsets of its opening quote and behind its closing one.
   * False: the key is `__proto__`, however escaped.
   */
  key(start: number, end: number, escaped: boolean): boolean {
    const top = this.depth - 1;
    this.#keyStart[top] = start;
    this.#keyEnd[top] = end;
    if (this.#isProto(start, end, escaped)) {
      return false;
    }
    if (this.#isKnown(top, start, end, escaped)) {
      this.duplicate ??= this.#pointer();
    }
    return true;
  }

  #isProto(start: number, end: number, escaped: boolean): boolean {
    if (escaped) {
      return end - start >= LEAST_ESCAPED_PROTO && this.#text(start, end) === "__proto__";
    }
    const first = this.#bytes[start + 1];
    return end - start === 11 && first === 0x5f && this.#text(start, end) === "__proto__";
  }

  #isKnown(top: number, start: number, end: number, escaped: boolean): boolean {
    const base = this.#base[top] ?? 0;
    const count = this.#noted - base;
    const isPlain = !escaped && this.#hasEscape[top] === false;
    const set = this.#sets[top] ?? (count >= (isPlain ? FEW_KEYS : 1) ? this.#makeSet(top) : null);
    if (set !== null) {
      FUEL.left -= KEY_UNITS;
      const size = set.size;
      set.add(this.#identity(start, end));
      return set.size === size;
    }
    const known = isPlain && this.#isAmong(base, start, end);
    this.#hasEscape[top] = !isPlain;
    this.#starts[this.#noted] = start;
    this.#ends[this.#noted] = end;
    this.#noted += 1;
    return known;
  }

  /** The keys of an object so far. */
  #makeSet(top: number): Set<string> {
    const set = new Set<string>();
    for (let index = this.#base[top] ?? 0; index < this.#noted; index += 1) {
      set.add(this.#identity(this.#starts[index] ?? 0, this.#ends[index] ?? 0));
    }
    this.#sets[top] = set;
    return set;
  }

  /** The same for the same keys: their UTF-8, one character a byte, which is made without decoding. */
  #identity(start: number, end: number): string {
    this.#latin1 ??= latin1(this.#bytes, 0, this.#bytes.length);
    if (!this.#isEscaped(start, end)) {
      return this.#latin1.slice(start + 1, end - 1);
    }
    const quoted = this.#latin1.slice(start, end);
    const text = isAscii(quoted) ? String(JSON.parse(quoted)) : this.#text(start, end);
    if (isAscii(text)) {
      return text;
    }
    const utf8 = Buffer.from(text);
    return utf8.toString() === text ? utf8.toString("latin1") : NO_UTF8 + text;
  }

  #isEscaped(start: number, end: number): boolean {
    for (let at = start; at < end; at += 1) {
      if (this.#bytes[at] === BACKSLASH) {
        return true;
      }
    }
    return false;
  }

  #isAmong(base: number, start: number, end: number): boolean {
    const length = end - start;
    for (let index = base; index < this.#noted; index += 1) {
      const other = this.#starts[index] ?? 0;
      if ((this.#ends[index] ?? 0) - other === length && this.#sameBytes(other, start, length)) {
        return true;
      }
    }
    return false;
  }

  #sameBytes(left: number, right: number, length: number): boolean {
    for (let offset = 1; offset < length; offset += 1) {
      if (this.#bytes[left + offset] !== this.#bytes[right + offset]) {
        return false;
      }
    }
    return true;
  }

  #text(start: number, end: number): string {
    const text: unknown = JSON.parse(utf8(this.#bytes, start, end));
    return String(text);
  }

  #pointer(): string {
    let pointer = "";
    for (let level = 0; level < this.depth; level += 1) {
      const token =
        this.#isObject[level] === 1
          ? this.#text(this.#keyStart[level] ?? 0, this.#keyEnd[level] ?? 0)
          : String(this.#index[level]);
      pointer += `/${token.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    }
    return pointer;
  }
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    if (text.charCodeAt(at) >= 0x80) {
      return false;
    }
  }
  return true;
}
