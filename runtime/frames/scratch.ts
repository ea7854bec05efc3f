import { Buffer } from "node:buffer";

/** Node has it, its type package does not tell. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => {
    readonly buffer: ArrayBuffer;
  };
};

/** WebAssembly counts memory in pages of 64 KiB. */
const PAGE_BYTES = 65_536;
/** 1 MiB for a message, and 128 KiB behind it. */
const MESSAGE_PAGES = 18;
/** 8 MiB in all: what nobody touches costs nothing. */
const PAGES = 128;

/** The longest message that is unmasked into scratch: 1 MiB. A longer one is never asked about. */
export const MAX_SCRATCH_MESSAGE_BYTES = 1024 * 1024;

/** Where compiled acceptors keep words while they read: 16 KiB that all of them share. */
export const SCRATCH_WORDS_AT = MESSAGE_PAGES * PAGE_BYTES;
/** How much that is. */
export const SCRATCH_WORDS_BYTES = 4096 * 4;

/**
 * The one place of a process where a masked message is read while it may still go on as it lies. Whatever stands in it
 * is of the frame looked at last, of whichever connection, and gone with the next.
 * It is memory of WebAssembly, so that compiled code can read it too. It never grows, so that views stay valid.
 */
export const scratchMemory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });

/** The scratch as bytes; a Buffer, as chunks are, so that who reads both is compiled once. */
export const scratchBytes: Buffer = Buffer.from(scratchMemory.buffer);

/** The same bytes as words, in the machine's order. */
export const scratchWords = new Int32Array(scratchMemory.buffer);
