import type { Acceptor, WasmAcceptors } from "../../../runtime/contract/v1.ts";

/** Node has it, its type package does not tell. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
};

const PAGE = 65_536;
const WORDS_BYTES = 4096 * 4;

/**
 * The acceptors of a module by group id, in a memory of their own. What lies around the bytes in their buffer is
 * copied too, so that nobody minds it.
 */
export function createWasmTwins(acceptors: WasmAcceptors): Readonly<Record<string, Acceptor>> {
  const tables = PAGE + WORDS_BYTES;
  const memory = new WebAssembly.Memory({
    initial: Math.ceil((tables + acceptors.tableBytes) / PAGE),
  });
  const bytes = Buffer.from(memory.buffer);
  const module = new WebAssembly.Module(Buffer.from(acceptors.module, "base64"));
  const { exports } = new WebAssembly.Instance(module, { f: { memory, tables, words: PAGE } });
  const members = Object.entries(acceptors.exports).map(([groupId, name]): [string, Acceptor] => {
    const accept = exports[name] as (start: number, end: number) => number;
    return [
      groupId,
      (from, start, end) => {
        if (from.length > PAGE / 2) throw new Error("too long for the memory of this test");
        bytes.set(from, 0);
        return accept(start, end);
      },
    ];
  });
  return Object.fromEntries(members);
}
