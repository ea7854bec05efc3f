import { setFlagsFromString } from "node:v8";

/**
 * Has V8 optimise only what runs for long. A build is over in two seconds, and most of what V8 would optimise by
 * then, on other threads, never runs again: left alone, that is two fifths of the CPU time of a build. Code that
 * serves must not be run after this. A V8 that may not know the flag, about which it would complain on the terminal,
 * is left as it is.
 */
export function spareOptimising(): void {
  if (knowsInterruptBudget(process.versions.v8)) {
    setFlagsFromString(`--interrupt-budget=${BYTECODE_BYTES}`);
  }
}

/** Is `--interrupt-budget` a flag of this version of V8, such as "11.3.244.8-node.38"? */
export function knowsInterruptBudget(version: string): boolean {
  const [major = ""] = version.split(".");
  return KNOWING.has(major);
}

/** Major versions of V8 in Node 20, 22 and 24. */
const KNOWING: ReadonlySet<string> = new Set(["11", "12", "13"]);

/** How much of a function is run before V8 looks at it again, in bytes of bytecode; V8's own is some 67 kB. */
const BYTECODE_BYTES = 1_000_000;
