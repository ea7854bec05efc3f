/**
 * One pass over the bytes of a JSON text (RFC 8259) that checks the grammar and notices what
 * `JSON.parse` hides: keys given twice, lone surrogates, numbers that a double changes. The loop
 * keeps its own stack, so that depth costs no call stack, and looks at every byte a bounded number
 * of times.
 */
import {
  QUOTE,
  COMMA,
  MINUS,
  DOT,
  ZERO,
  NINE,
  COLON,
  OPEN_BRACKET,
  BACKSLASH,
  CLOSE_BRACKET,
  OPEN_BRACE,
  CLOSE_BRACE,
} from "./json-bytes.ts";
import { KeyLedger } from "./key-ledger.ts";
import type { JsonFault } from "./json-fault.ts";
import type { JsonLimits } from "./json-limits.ts";
import { isSafeNumberText, isUnsafeInteger, SAFE_DIGITS } from "./safe-number.ts";
import { WORDS, hexValue, isSimpleEscape, latin1 } from "./text-bytes.ts";

/** What a text that is JSON holds beside its value. */
export interface JsonScan {
  readonly kind: "scan";
  readonly duplicateKey: string | null;
  readonly loneSurrogate: boolean;
  readonly unsafeNumber: boolean;
}

/** Checks `bytes`, which are UTF-8, against the grammar and the limits of `readJson`. */
export function scanJson(bytes: Uint8Array, limits: JsonLimits): JsonScan | JsonFault {
  return new JsonScanner(bytes, limits).run();
}

class JsonScanner {
  readonly #bytes: Uint8Array;
  readonly #maxDepth: number;
  readonly #refusesUnsafe: boolean;
  readonly #ledger: KeyLedger;
  #at = 0;
  #fault: JsonFault | null = null;
  #loneSurrogate = false;
  #unsafeNumber = false;
  #escaped = false;

  constructor(bytes: Uint8Array, { depth, unsafeIntegers }: JsonLimits) {
    this.#bytes = bytes;
    this.#maxDepth = depth;
    this.#refusesUnsafe = unsafeIntegers === "refuse";
    this.#ledger = new KeyLedger(bytes);
  }

  run(): JsonScan | JsonFault {
    if (this.#bytes[0] === 0xef && this.#bytes[1] === 0xbb && this.#bytes[2] === 0xbf) {
      const reason = "begins with a byte order mark";
      return { kind: "fault", reason, offset: 0, isGuard: false };
    }
    let more = this.#value();
    while (more && this.#ledger.depth > 0) more = this.#afterValue();
    if (more && this.#next() !== undefined) {
      this.#refuse("expected the end of the text");
    }
    return this.#fault ?? this.#found();
  }

  #found(): JsonScan {
    const [loneSurrogate, unsafeNumber] = [this.#loneSurrogate, this.#unsafeNumber];
    return { kind: "scan", duplicateKey: this.#ledger.duplicate, loneSurrogate, unsafeNumber };
  }

  #refuse(reason: string, isGuard = false): false {
    const offset = Math.min(this.#at, this.#bytes.length);
    this.#fault ??= { kind: "fault", reason, offset, isGuard };
    return false;
  }

  /** Skips white space; the byte that follows, still unread, or undefined at the end. */
  #next(): number | undefined {
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) {
        return byte;
      }
      this.#at += 1;
    }
  }

  /** Reads a scalar or an empty container, opening containers on the way down to it. */
  #value(): boolean {
    for (;;) {
      const byte = this.#next();
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (this.#ledger.depth >= this.#maxDepth) {
          return this.#refuse(`nested deeper than ${this.#maxDepth}`, true);
        }
        this.#at += 1;
        this.#ledger.open(byte === OPEN_BRACE);
        if (this.#next() === (byte === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET)) {
          this.#at += 1;
          this.#ledger.close();
          return true;
        }
        if (byte === OPEN_BRACE && !this.#key('expected a key or "}"')) {
          return false;
        }
        continue;
      }
      return this.#scalar(byte);
    }
  }

  /** After a member or item: goes on to the next one, or closes the container. */
  #afterValue(): boolean {
    const byte = this.#next();
    const inObject = this.#ledger.inObject;
    if (byte === COMMA) {
      this.#at += 1;
      if (!inObject) {
        this.#ledger.item();
        return this.#value();
      }
      this.#next();
      return this.#key("expected a key") && this.#value();
    }
    if (byte !== (inObject ? CLOSE_BRACE : CLOSE_BRACKET)) {
      return this.#refuse(inObject ? 'expected "," or "}"' : 'expected "," or "]"');
    }
    this.#at += 1;
    this.#ledger.close();
    return true;
  }

  #key(expected: string): boolean {
    if (this.#bytes[this.#at] !== QUOTE) {
      return this.#refuse(expected);
    }
    const start = this.#at;
    if (!this.#string()) {
      return false;
    }
    if (!this.#ledger.key(start, this.#at, this.#escaped)) {
      this.#at = start;
      return this.#refuse('a key is "__proto__"', true);
    }
    if (this.#next() !== COLON) {
      return this.#refuse('expected ":"');
    }
    this.#at += 1;
    return true;
  }

  #scalar(byte: number | undefined): boolean {
    switch (byte) {
      case QUOTE:
        return this.#string();
      case 0x74:
        return this.#word(WORDS.true);
      case 0x66:
        return this.#word(WORDS.false);
      case 0x6e:
        return this.#word(WORDS.null);
      default:
        return this.#number();
    }
  }

  #word(word: readonly number[]): boolean {
    for (const byte of word) {
      if (this.#bytes[this.#at] !== byte) {
        return this.#refuse("expected a value");
      }
      this.#at += 1;
    }
    return true;
  }

  #string(): boolean {
    const bytes = this.#bytes;
    const length = bytes.length;
    this.#escaped = false;
    let at = this.#at + 1;
    while (at < length) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        this.#at = at + 1;
        return true;
      }
      if (byte === BACKSLASH) {
        at = this.#escape(at);
        if (at < 0) {
          return false;
        }
        continue;
      }
      if (byte === undefined || byte < 0x20) {
        this.#at = at;
        return this.#refuse("a control character in a string");
      }
      at += 1;
    }
    this.#at = length;
    return this.#refuse("a string without an end");
  }

  /** The offset after the escape at `at`, after both halves of a surrogate pair; -1: a fault. */
  #escape(at: number): number {
    this.#escaped = true;
    const unit = this.#bytes[at + 1] === 0x75 ? this.#codeUnit(at) : -1;
    if (unit < 0) {
      return this.#simpleEscape(at);
    }
    if (unit < 0xd800 || unit > 0xdfff) {
      return at + 6;
    }
    const low = unit <= 0xdbff && this.#bytes[at + 7] === 0x75 ? this.#codeUnit(at + 6) : -1;
    if (low >= 0xdc00 && low <= 0xdfff) {
      return at + 12;
    }
    this.#loneSurrogate = true;
    return at + 6;
  }

  #simpleEscape(at: number): number {
    if (isSimpleEscape(this.#bytes[at + 1])) {
      return at + 2;
    }
    this.#at = at;
    this.#refuse("a bad escape in a string");
    return -1;
  }

  /** The UTF-16 code unit of the six bytes `\uXXXX` at `at`; -1 where they are not that. */
  #codeUnit(at: number): number {
    if (this.#bytes[at] !== BACKSLASH) {
      return -1;
    }
    let unit = 0;
    for (let digit = at + 2; digit < at + 6; digit += 1) {
      const value = hexValue(this.#bytes[digit] ?? 0);
      if (value < 0) {
        return -1;
      }
      unit = unit * 16 + value;
    }
    return unit;
  }

  #number(): boolean {
    const start = this.#at;
    if (this.#bytes[this.#at] === MINUS) {
      this.#at += 1;
    }
    if (this.#bytes[this.#at] === ZERO) {
      this.#at += 1;
    } else if (!this.#digits(this.#at === start ? "expected a value" : "expected a digit")) {
      return false;
    }
    if (this.#bytes[this.#at] === DOT) {
      this.#at += 1;
      if (!this.#digits("expected a digit")) {
        return false;
      }
    }
    let isShort = this.#at - start <= SAFE_DIGITS;
    if (((this.#bytes[this.#at] ?? 0) | 0x20) === 0x65) {
      isShort = false;
      const sign = this.#bytes[(this.#at += 1)];
      this.#at += sign === 0x2b || sign === MINUS ? 1 : 0;
      if (!this.#digits("expected a digit")) {
        return false;
      }
    }
    return isShort || this.#longNumber(latin1(this.#bytes, start, this.#at), start);
  }

  #longNumber(text: string, start: number): boolean {
    if (this.#refusesUnsafe && isUnsafeInteger(text)) {
      this.#at = start;
      return this.#refuse("an integer beyond 2^53", true);
    }
    this.#unsafeNumber ||= !isSafeNumberText(text);
    return true;
  }

  #digits(expected: string): boolean {
    const start = this.#at;
    for (;;) {
      const byte = this.#bytes[this.#at] ?? 0;
      if (byte < ZERO || byte > NINE) {
        return this.#at > start || this.#refuse(expected);
      }
      this.#at += 1;
    }
  }
}
