import { Buffer } from "node:buffer";

import { scratchMemory } from "./scratch.ts";

/** Node has it, its type package does not tell. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
};

/**
 * A module of one function, sixteen bytes a turn; `test/frames/scratch-mask.test.ts` writes it anew, instruction by
 * instruction.
 */
export const MASK_MODULE =
  "AGFzbQEAAAABBwFgA39/fwACDQEBZgZtZW1vcnkCAAEDAgEABwgBBG1hc2sAAAoyATABAXsgAv0RIQMCQANAIAAgAU4NASAA" +
  "IAD9AAAAIAP9Uf0LAAAgAEEQaiEADAALCws=";

type Mask = (start: number, end: number, key: number) => void;

let made: Mask | null = null;

/**
 * Puts a mask on the scratch from `start` to before `end`, or takes it off; up to 15 bytes behind are changed too. The
 * lowest byte of the key meets the byte at `start`.
 */
export function maskScratch(start: number, end: number, key: number): void {
  made ??= instantiate();
  made(start, end, key);
}

function instantiate(): Mask {
  const module = new WebAssembly.Module(Buffer.from(MASK_MODULE, "base64"));
  const { mask } = new WebAssembly.Instance(module, { f: { memory: scratchMemory } }).exports;
  if (!isMask(mask)) throw new TypeError("the module that masks exports no function");
  return mask;
}

function isMask(value: unknown): value is Mask {
  return typeof value === "function";
}
