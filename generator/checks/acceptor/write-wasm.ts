/**
 * A program as a module of WebAssembly 1.0 with vectors (Core Specification 2.0, section 5.5). It reads bytes in a
 * memory that it is given, where its tables lie too.
 */
import { END, P } from "./ir.ts";
import type { Local, Procedure, Program, Table, Type } from "./ir.ts";
import { ByteBuffer } from "./byte-buffer.ts";
import { FUNCTION_TYPE, OP, TYPE_CODES, VECTOR } from "./wasm-opcodes.ts";
import type { WasmType } from "./wasm-opcodes.ts";
import { BodyWriter } from "./write-wasm-body.ts";
import { TABLES_GLOBAL, WORDS_GLOBAL, writeConstant } from "./write-wasm-value.ts";
import type { Writing } from "./write-wasm-value.ts";

/** A module, and what lies in memory for it. */
export interface WasmModule {
  readonly bytes: Uint8Array;
  /** Bytes that its tables take; it writes them itself, from where `tables` says. */
  readonly tableBytes: number;
}

const HEAD = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const IMPORTED = "f";
/** Kinds of imports and exports. */
const KIND = { procedure: 0, memory: 2, global: 3 } as const;
/** Bytes of a module that need no growing. */
const MODULE_ROOM = 65_536;
/** Tables begin where words do. */
const TABLE_ALIGNMENT = 8;

/**
 * Writes a program whose functions `roots`, each of a position and an end, are called from outside. While one runs the
 * bytes behind the end are zero, of which no text has one: whatever lies there, an answer depends on the text alone.
 */
export function writeWasm(program: Program, roots: readonly string[]): WasmModule {
  const { procedures } = program;
  const layout = new TableLayout();
  const indices = new Map(procedures.map(({ name }, index) => [name, index]));
  const globals = Object.entries(program.globals);
  const names = new Map(globals.map(([name], index) => [name, index + WORDS_GLOBAL + 1]));
  const types = new TypeList();
  const bodies = procedures.map((procedure) =>
    writeProcedure(procedure, {
      procedure: (name) => found(indices, name),
      global: (name) => found(names, name),
      table: (table) => layout.offsetOf(table),
    }),
  );
  const module = new ByteBuffer(MODULE_ROOM);
  module.push(...HEAD);
  const typed = procedures.map(({ params }) => types.indexOf(params));
  const door = types.indexOf([P, END]);
  writeSection(module, 1, types.types, writeBytes);
  writeSection(module, 2, IMPORTS, writeImport);
  writeSection(module, 3, [...typed, ...roots.map(() => door)], (type, to) => {
    to.unsigned(type);
  });
  writeSection(module, 6, globals, writeGlobal);
  writeSection(module, 7, [...roots.entries()], ([index, root], to) => {
    to.name(root);
    to.push(KIND.procedure);
    to.unsigned(procedures.length + index);
  });
  const doors = roots.map((root) => doorTo(found(indices, root)));
  writeSection(module, 10, [...bodies, ...doors], (body, to) => {
    to.counted(body);
  });
  writeSection(module, 11, layout.size === 0 ? [] : [layout.bytes()], writeData);
  return { bytes: module.bytes(), tableBytes: layout.size };
}

/** One section: how many things there are, and each; nothing where there are none. */
function writeSection<T>(
  module: ByteBuffer,
  id: number,
  items: readonly T[],
  write: (item: T, to: ByteBuffer) => void,
): void {
  if (items.length === 0) {
    return;
  }
  const inner = new ByteBuffer();
  inner.unsigned(items.length);
  items.forEach((item) => {
    write(item, inner);
  });
  module.push(id);
  module.counted(inner.bytes());
}

function writeBytes(bytes: Uint8Array, to: ByteBuffer): void {
  to.append(bytes);
}

function found(indices: ReadonlyMap<string, number>, name: string): number {
  const index = indices.get(name);
  if (index === undefined) {
    throw new Error(`a program names "${name}", which it does not have`);
  }
  return index;
}

const CONSTANT_GLOBAL = [KIND.global, TYPE_CODES.i32, 0];
const IMPORTS: readonly (readonly [string, readonly number[]])[] = [
  ["memory", [KIND.memory, 0, 1]],
  ["tables", CONSTANT_GLOBAL],
  ["words", CONSTANT_GLOBAL],
];

function writeImport([name, description]: (typeof IMPORTS)[number], to: ByteBuffer): void {
  to.name(IMPORTED);
  to.name(name);
  to.push(...description);
}

/** A variable of the module, which is zero at first. */
function writeGlobal([, type]: readonly [string, Type], to: ByteBuffer): void {
  to.push(TYPE_CODES[type], 1);
  writeConstant(0, type, to);
  to.push(OP.end);
}

function writeData(bytes: Uint8Array, to: ByteBuffer): void {
  to.push(0, OP.globalGet, TABLES_GLOBAL, OP.end);
  to.counted(bytes);
}

/** What functions take, each list once; all give an `i32`. */
class TypeList {
  readonly types: Uint8Array[] = [];
  readonly #known = new Map<string, number>();

  indexOf(params: readonly Local[]): number {
    const codes = params.map(({ type }) => TYPE_CODES[type]);
    const key = codes.join(",");
    const known = this.#known.get(key);
    if (known !== undefined) {
      return known;
    }
    this.#known.set(key, this.types.length);
    const type = [FUNCTION_TYPE, codes.length, ...codes, 1, TYPE_CODES.i32];
    this.types.push(Uint8Array.from(type));
    return this.types.length - 1;
  }
}

/** All tables one behind the other. */
class TableLayout {
  size = 0;
  readonly #offsets = new Map<string, number>();
  readonly #tables: Table[] = [];

  offsetOf(table: Table): number {
    const known = this.#offsets.get(table.name);
    if (known !== undefined) {
      return known;
    }
    const offset = this.size;
    this.#offsets.set(table.name, offset);
    this.#tables.push(table);
    this.size += Math.ceil(table.bytes.length / TABLE_ALIGNMENT) * TABLE_ALIGNMENT;
    return offset;
  }

  bytes(): Uint8Array {
    const bytes = new Uint8Array(this.size);
    for (const table of this.#tables) {
      bytes.set(table.bytes, this.#offsets.get(table.name) ?? 0);
    }
    return bytes;
  }
}

/** A function's variables and code. */
function writeProcedure(
  { params, body }: Procedure,
  names: Pick<Writing, "global" | "procedure" | "table">,
): Uint8Array {
  const indices = new Map(params.map(({ name }, index) => [name, index]));
  const own: WasmType[] = [];
  const code = new ByteBuffer();
  const writing: Writing = {
    ...names,
    code,
    local: (name, type) => {
      const index = indices.get(name) ?? params.length + own.length;
      if (!indices.has(name)) {
        indices.set(name, index);
        own.push(type);
      }
      return index;
    },
  };
  new BodyWriter(writing).writeAll(body);
  // Whatever falls out of a function does not know.
  writeConstant(-1, "i32", code);
  code.push(OP.end);
  return withLocals(own, code);
}

function withLocals(types: readonly WasmType[], code: ByteBuffer): Uint8Array {
  const body = new ByteBuffer(code.length + 2 * types.length + 5);
  body.unsigned(types.length);
  for (const type of types) {
    body.push(1, TYPE_CODES[type]);
  }
  body.append(code.bytes());
  return body.bytes();
}

/** Calls a function of a position and an end, and gives the bytes behind the end back as they were. */
function doorTo(root: number): Uint8Array {
  const [start, end, kept] = [0, 1, 2];
  const code = new ByteBuffer();
  code.push(OP.localGet, end, ...VECTOR.load, 0, 0, OP.localSet, kept);
  code.push(OP.localGet, end, ...VECTOR.constant, ...NO_BYTES, ...VECTOR.store, 0, 0);
  code.push(OP.localGet, start, OP.localGet, end, OP.call);
  code.unsigned(root);
  code.push(OP.localGet, end, OP.localGet, kept, ...VECTOR.store, 0, 0, OP.end);
  return withLocals(["v128"], code);
}

/** Of one vector. */
const NO_BYTES: readonly number[] = Array.from({ length: 16 }, () => 0);
