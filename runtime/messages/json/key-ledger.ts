/** Keys of an object that are compared by their bytes; with more of them the object gets a Set. */
const FEW_KEYS = 12;

/**
 * The objects and arrays that are open while a text is scanned, with the keys each has had. Finds
 * the first key that its object has twice and where it stands, in linear time and without hashing
 * the keys of small objects.
 */
export class KeyLedger {
  readonly #bytes: Uint8Array;
  /** Per open container: 1 for an object, 0 for an array. */
  readonly #isObject: number[] = [];
  /** Per open container: index of the current item, or where the current key starts and ends. */
  readonly #index: number[] = [];
  readonly #keyStart: number[] = [];
  readonly #keyEnd: number[] = [];
  /** Per open container: how long `#starts` was when it opened. */
  readonly #base: number[] = [];
  readonly #sets: (Set<string> | null)[] = [];
  /** Keys of all open objects, oldest first: offsets of their quotes. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
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
    this.#base[depth] = this.#starts.length;
    this.#sets[depth] = null;
    this.depth = depth + 1;
    this.inObject = isObject;
  }

  close(): void {
    this.depth -= 1;
    const base = this.#base[this.depth] ?? 0;
    this.#starts.length = base;
    this.#ends.length = base;
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
      return this.#text(start, end) === "__proto__";
    }
    const first = this.#bytes[start + 1];
    return end - start === 11 && first === 0x5f && this.#text(start, end) === "__proto__";
  }

  #isKnown(top: number, start: number, end: number, escaped: boolean): boolean {
    const base = this.#base[top] ?? 0;
    let set = this.#sets[top] ?? null;
    if (set === null && (escaped || this.#starts.length - base >= FEW_KEYS)) {
      set = new Set();
      for (let index = base; index < this.#starts.length; index += 1) {
        set.add(this.#text(this.#starts[index] ?? 0, this.#ends[index] ?? 0));
      }
      this.#sets[top] = set;
    }
    if (set !== null) {
      const key = this.#text(start, end);
      const known = set.has(key);
      set.add(key);
      return known;
    }
    const known = this.#isAmong(base, start, end);
    this.#starts.push(start);
    this.#ends.push(end);
    return known;
  }

  #isAmong(base: number, start: number, end: number): boolean {
    const length = end - start;
    for (let index = base; index < this.#starts.length; index += 1) {
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
    const { buffer, byteOffset } = this.#bytes;
    const text: unknown = JSON.parse(
      Buffer.from(buffer, byteOffset + start, end - start).toString(),
    );
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
