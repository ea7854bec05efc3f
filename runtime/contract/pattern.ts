import { spend } from "./fuel.ts";
import { runMachine } from "./pattern-machine.ts";
import type { PatternMachine } from "./v1.ts";

/** The matcher of a schema's `pattern`: does it match somewhere in the text? */
export interface PatternTest {
  readonly test: (text: string) => boolean;
}

/**
 * Makes the matcher of a pattern: of its machine where it has one, else as Unicode, which JSON
 * Schema asks for, or as ECMAScript without. One of the two compiles and takes linear time: the
 * document's compiler tried and proved it. Its work is paid for in fuel.
 */
export function compilePattern(pattern: string, machine?: PatternMachine | null): PatternTest {
  if (machine !== undefined && machine !== null) {
    return { test: runMachine(machine) };
  }
  const native = compileNative(pattern);
  return {
    test: (text) => {
      spend(1 + (text.length >> 2));
      return native.test(text);
    },
  };
}

function compileNative(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return new RegExp(pattern);
  }
}
