/** Bytes one behind the other, numbers as WebAssembly's binary format has them (Core Specification 2.0 section 5.2). */
export class ByteBuffer {
  #bytes: Uint8Array;
  #length = 0;
  readonly #double = new Float64Array(1);

  /** `room`: bytes that it can take before it has to grow. */
  constructor(room = 1024) {
    this.#bytes = new Uint8Array(room);
  }

  get length(): number {
    return this.#length;
  }

  /** Adds bytes, each from 0 to 255. */
  push(...values: readonly number[]): void {
    this.#need(values.length);
    for (const value of values) {
      this.#bytes[this.#length] = value;
      this.#length += 1;
    }
  }

  append(bytes: Uint8Array): void {
    this.#need(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Adds an integer from 0 to 2^32 - 1, in LEB128. */
  unsigned(value: number): void {
    let rest = value >>> 0;
    for (; rest >= 0x80; rest >>>= 7) {
      this.push((rest & 0x7f) | 0x80);
    }
    this.push(rest);
  }

  /** Adds an integer of 32 bits with its sign, in LEB128. */
  signed(value: number): void {
    let rest = value | 0;
    for (; rest < -64 || rest > 63; rest >>= 7) {
      this.push((rest & 0x7f) | 0x80);
    }
    this.push(rest & 0x7f);
  }

  /** Adds an integer of up to 64 bits with its sign, in LEB128. */
  signed64(value: bigint): void {
    let rest = value;
    for (; rest < -64n || rest > 63n; rest >>= 7n) {
      this.push(Number(rest & 0x7fn) | 0x80);
    }
    this.push(Number(rest & 0x7fn));
  }

  /** Adds a double, lowest byte first. */
  double(value: number): void {
    this.#double[0] = value;
    this.append(new Uint8Array(this.#double.buffer));
  }

  /** Adds a name of ASCII, behind its length. */
  name(name: string): void {
    this.unsigned(name.length);
    this.push(...[...name].map((character) => character.charCodeAt(0)));
  }

  /** Adds bytes behind how many they are. */
  counted(bytes: Uint8Array): void {
    this.unsigned(bytes.length);
    this.append(bytes);
  }

  /** What was added so far; what is added later may change it. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #need(count: number): void {
    const wanted = this.#length + count;
    if (wanted > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(wanted, this.#bytes.length * 2));
      larger.set(this.bytes());
      this.#bytes = larger;
    }
  }
}
