import { setFlagsFromString } from "node:v8";

/**
 * Has V8 optimise only what runs for long. A build is over in two seconds, and most of what V8 would optimise by
 * then, on other threads, never runs again: left alone, that is two fifths of the CPU time of a build. Code that
 * serves must not be run after this.
 */
export function spareOptimising(): void {
  setFlagsFromString(`--interrupt-budget=${BYTECODE_BYTES}`);
}

/** How much of a function is run before V8 looks at it again, in bytes of bytecode; V8's own is some 130 kB. */
const BYTECODE_BYTES = 1_000_000;
