/**
 * A program as a module of WebAssembly 1.0 with vectors (Core Specification 2.0, section 5.5). It reads bytes in a
 * memory that it is given, where its tables lie too.
 */
import { END, P } from "./ir.ts";
import type { Local, Procedure, Program, Table } from "./ir.ts";
import { counted, doubleBytes, nameBytes, section, unsigned, vector } from "./wasm-encoding.ts";
import { FUNCTION_TYPE, OP, TYPE_CODES, VECTOR } from "./wasm-opcodes.ts";
import type { WasmType } from "./wasm-opcodes.ts";
import { BodyWriter } from "./write-wasm-body.ts";
import { TABLES_GLOBAL, WORDS_GLOBAL, constant } from "./write-wasm-value.ts";
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
  const doors = roots.map((root) => doorTo(found(indices, root)));
  const declared = [
    ...procedures.map(({ params }) => unsigned(types.indexOf(params))),
    ...roots.map(() => unsigned(types.indexOf([P, END]))),
  ];
  const bytes = [
    ...HEAD,
    ...section(1, types.types),
    ...section(2, imports()),
    ...section(3, declared),
    ...section(
      6,
      globals.map(([, type]) => [TYPE_CODES[type], 1, ...zero(type), OP.end]),
    ),
    ...section(
      7,
      roots.map((root, index) => {
        const door = unsigned(procedures.length + index);
        return [...nameBytes(root), KIND.procedure, ...door];
      }),
    ),
    ...section(10, [...bodies, ...doors]),
    ...section(11, layout.size === 0 ? [] : [dataOf(layout.bytes())]),
  ];
  return { bytes: Uint8Array.from(bytes), tableBytes: layout.size };
}

function found(indices: ReadonlyMap<string, number>, name: string): number {
  const index = indices.get(name);
  if (index === undefined) {
    throw new Error(`a program names "${name}", which it does not have`);
  }
  return index;
}

function imports(): readonly (readonly number[])[] {
  const constantGlobal = [KIND.global, TYPE_CODES.i32, 0];
  return [
    [...nameBytes(IMPORTED), ...nameBytes("memory"), KIND.memory, 0, 1],
    [...nameBytes(IMPORTED), ...nameBytes("tables"), ...constantGlobal],
    [...nameBytes(IMPORTED), ...nameBytes("words"), ...constantGlobal],
  ];
}

function zero(type: "i32" | "f64"): readonly number[] {
  return type === "i32" ? constant(0) : [OP.f64Const, ...doubleBytes(0)];
}

function dataOf(bytes: readonly number[]): readonly number[] {
  return [0, OP.globalGet, TABLES_GLOBAL, OP.end, ...counted(bytes)];
}

/** What functions take, each list once; all give an `i32`. */
class TypeList {
  readonly types: (readonly number[])[] = [];
  readonly #known = new Map<string, number>();

  indexOf(params: readonly Local[]): number {
    const codes = params.map(({ type }) => TYPE_CODES[type]);
    const key = codes.join(",");
    const known = this.#known.get(key);
    if (known !== undefined) {
      return known;
    }
    this.#known.set(key, this.types.length);
    this.types.push([FUNCTION_TYPE, ...counted(codes), 1, TYPE_CODES.i32]);
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

  bytes(): readonly number[] {
    const bytes = new Uint8Array(this.size);
    for (const table of this.#tables) {
      bytes.set(table.bytes, this.#offsets.get(table.name) ?? 0);
    }
    return [...bytes];
  }
}

/** A function's variables and code, behind how many bytes they are. */
function writeProcedure(
  { params, body }: Procedure,
  names: Pick<Writing, "global" | "procedure" | "table">,
): readonly number[] {
  const indices = new Map(params.map(({ name }, index) => [name, index]));
  const own: WasmType[] = [];
  const writing: Writing = {
    ...names,
    code: [],
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
  writing.code.push(...constant(-1), OP.end);
  const locals = vector(own.map((type) => [1, TYPE_CODES[type]]));
  return counted([...locals, ...writing.code]);
}

/** Calls a function of a position and an end, and gives the bytes behind the end back as they were. */
function doorTo(root: number): readonly number[] {
  const [start, end, kept] = [0, 1, 2];
  const nothing = Array.from({ length: 16 }, () => 0);
  const keep = [OP.localGet, end, ...VECTOR.load, 0, 0, OP.localSet, kept];
  const clear = [OP.localGet, end, ...VECTOR.constant, ...nothing, ...VECTOR.store, 0, 0];
  const ask = [OP.localGet, start, OP.localGet, end, OP.call, ...unsigned(root)];
  const restore = [OP.localGet, end, OP.localGet, kept, ...VECTOR.store, 0, 0];
  const locals = vector([[1, TYPE_CODES.v128]]);
  return counted([locals, keep, clear, ask, restore, OP.end].flat());
}
