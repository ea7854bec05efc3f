/**
 * Acceptors as WebAssembly in place of their JavaScript twins, for messages in scratch, where they are faster. A module
 * is compiled beside the messages, after the first of them, and the twins serve until it is ready, and where it cannot
 * be.
 */
import { Buffer } from "node:buffer";

import type { Acceptor, ApiModuleV1, WasmAcceptors } from "../contract/v1.ts";
import { scratchBytes, scratchMemory, SCRATCH_WORDS_AT } from "../frames/scratch.ts";
import { reserveTables, type TablePlace } from "../frames/scratch-tables.ts";

/** Node has it, its type package does not tell. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
};

/** An acceptor of what lies in scratch. */
export type ScratchAcceptor = (start: number, end: number) => number;

/** Messages before a module is compiled: an API that nobody talks to costs nothing. */
const MESSAGES_BEFORE = 100;
/** Shorter messages are over sooner in JavaScript: CPU ns for 20 B 46 and 47, 47 B 110 and 61, 85 B 260 and 110. */
const MIN_BYTES = 24;

/** The tables that an acceptor reads are held for as long as somebody can ask it. */
const tablesOf = new WeakMap<ScratchAcceptor, TablePlace>();

const known = new WeakMap<ApiModuleV1, ApiModuleV1>();

/** The module with acceptors that use WebAssembly where that is faster; the same one for the same. */
export function withWasmAcceptors(module: ApiModuleV1): ApiModuleV1 {
  const made = known.get(module) ?? swiftModule(module);
  known.set(module, made);
  return made;
}

function swiftModule(module: ApiModuleV1): ApiModuleV1 {
  const { acceptors, wasmAcceptors } = module;
  if (acceptors === undefined || wasmAcceptors === undefined) return module;
  const compilation = new Compilation(wasmAcceptors);
  const swift = Object.entries(acceptors).map(([groupId, twin]): [string, Acceptor] => [
    groupId,
    Object.hasOwn(wasmAcceptors.exports, groupId)
      ? swiftAcceptor(groupId, twin, compilation)
      : twin,
  ]);
  return { ...module, acceptors: Object.fromEntries(swift) };
}

function swiftAcceptor(groupId: string, twin: Acceptor, compilation: Compilation): Acceptor {
  let inScratch: ScratchAcceptor | null = null;
  return (bytes, start, end) => {
    if (bytes !== scratchBytes || end - start < MIN_BYTES) return twin(bytes, start, end);
    if (inScratch !== null) return inScratch(start, end);
    inScratch = compilation.ask(groupId);
    return twin(bytes, start, end);
  };
}

/** The module of one API: none yet, on its way, or there. */
class Compilation {
  readonly #acceptors: WasmAcceptors;
  #messages = 0;
  #exports: Readonly<Record<string, ScratchAcceptor>> = {};

  constructor(acceptors: WasmAcceptors) {
    this.#acceptors = acceptors;
  }

  /** The acceptor of a group, once it is ready. */
  ask(groupId: string): ScratchAcceptor | null {
    this.#messages += 1;
    if (this.#messages === MESSAGES_BEFORE) {
      void this.#instantiate();
    }
    return this.#exports[groupId] ?? null;
  }

  /** Where there is no memory for it, the twins go on as before: it is not worth the process. */
  async #instantiate(): Promise<void> {
    this.#exports = (await instantiate(this.#acceptors).catch(() => null)) ?? {};
  }
}

/** The acceptors by group, in the scratch of this process; null: there is no room for their tables. */
export async function instantiate(
  acceptors: WasmAcceptors,
): Promise<Readonly<Record<string, ScratchAcceptor>> | null> {
  const tables = reserveTables(acceptors.id, acceptors.tableBytes);
  if (tables === null) return null;
  const module = await WebAssembly.compile(Buffer.from(acceptors.module, "base64"));
  const f = { memory: scratchMemory, tables: tables.at, words: SCRATCH_WORDS_AT };
  const { exports } = new WebAssembly.Instance(module, { f });
  const members = Object.entries(acceptors.exports).flatMap(([groupId, name]) => {
    const found = exports[name];
    if (!isFunction(found)) return [];
    tablesOf.set(found, tables);
    return [[groupId, found] as const];
  });
  return Object.fromEntries(members);
}

function isFunction(value: unknown): value is ScratchAcceptor {
  return typeof value === "function";
}
