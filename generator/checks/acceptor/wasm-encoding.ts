/** Numbers and lists as WebAssembly's binary format has them (WebAssembly Core Specification 2.0, section 5). */

/** An integer from 0 to 2^32 - 1, in LEB128. */
export function unsigned(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  for (; rest >= 0x80; rest >>>= 7) {
    bytes.push((rest & 0x7f) | 0x80);
  }
  return [...bytes, rest];
}

/** An integer of up to 64 bits with its sign, in LEB128. */
export function signed(value: bigint): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest < -64n || rest > 63n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return [...bytes, Number(rest & 0x7fn)];
}

/** A double, lowest byte first. */
export function doubleBytes(value: number): readonly number[] {
  return [...new Uint8Array(Float64Array.of(value).buffer)];
}

/** Bytes of a list, behind how many there are. */
export function counted(bytes: readonly number[]): readonly number[] {
  return [...unsigned(bytes.length), ...bytes];
}

/** Things in a list, behind how many there are. */
export function vector(items: readonly (readonly number[])[]): readonly number[] {
  return [...unsigned(items.length), ...items.flat()];
}

/** A name of ASCII. */
export function nameBytes(name: string): readonly number[] {
  return counted([...name].map((character) => character.charCodeAt(0)));
}

/** One section of a module; nothing where it holds nothing. */
export function section(id: number, items: readonly (readonly number[])[]): readonly number[] {
  return items.length === 0 ? [] : [id, ...counted(vector(items))];
}
