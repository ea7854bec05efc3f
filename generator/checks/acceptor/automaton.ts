import { runsOf } from "../pattern/code-set.ts";
import type { CodeSet } from "../pattern/code-set.ts";
import { ASSERTION, stepsOf } from "../pattern/machine.ts";
import type { Step } from "../pattern/machine.ts";
import type { PatternNode } from "../pattern/tree.ts";

/**
 * A finite automaton that reads the inside of a JSON string of printable ASCII without escapes, and its closing quote.
 * The next state is entry `state << shift | classes[byte]` of `next`, whose entries are two bytes, low one first, where
 * `isWide`. It begins in state 2; state 0: no, or not known; state 1: the closing quote was read and the text passes.
 */
export interface Automaton {
  readonly classes: Uint8Array;
  readonly next: Uint8Array;
  readonly shift: number;
  readonly isWide: boolean;
}

const FAILED = 0;
const DONE = 1;
const FIRST = 2;
const MAX_STATES = 1000;
/** Bytes of `next`. */
const MAX_SIZE = 32_768;
/** Steps that all sets of states may hold together: what making an automaton costs. */
const MAX_WORK = 200_000;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** The automaton of a pattern that is searched for anywhere in a text; null: there is none, or it is too large. */
export function automatonOf(tree: PatternNode, ignoreCase = false): Automaton | null {
  const built = stepsOf(tree, { reversed: false, collapsed: false });
  const isPlain =
    built !== null &&
    built.steps.every(
      (step) =>
        step.kind !== "assert" ||
        step.assertion === ASSERTION.start ||
        step.assertion === ASSERTION.end,
    );
  return isPlain ? new Determination(built.steps, built.start, ignoreCase).run() : null;
}

/** Where in a text the automaton stands; a text that is empty is at both. */
interface Edge {
  readonly isStart: boolean;
  readonly isEnd: boolean;
}

class Determination {
  readonly #steps: readonly Step[];
  readonly #start: number;
  readonly #characters: ReadonlyMap<CodeSet, ReadonlySet<number>>;
  readonly #numbers = new Map<string, number>();
  readonly #sets: (readonly number[])[] = [];
  #work = 0;

  constructor(steps: readonly Step[], start: number, ignoreCase: boolean) {
    this.#steps = steps;
    this.#start = start;
    this.#characters = new Map(
      steps.flatMap((step) =>
        step.kind === "read" ? [[step.set, charactersOf(step.set, ignoreCase)] as const] : [],
      ),
    );
  }

  run(): Automaton | null {
    const { classes, samples } = this.#classes();
    const shift = Math.ceil(Math.log2(samples.length + FIRST));
    this.#numberOf([this.#start]);
    const rows: (readonly number[])[] = [];
    for (const [index, states] of this.#sets.entries()) {
      const isStart = index === 0;
      const isLast = this.#matches(states, { isStart, isEnd: true });
      // Who has matched stays so; who has not may begin to match at the next character.
      const isSure = this.#matches(states, { isStart, isEnd: false });
      const reached = isSure ? [] : this.#reach(states, { isStart, isEnd: false });
      rows.push([
        FAILED,
        isLast ? DONE : FAILED,
        ...samples.map((code) =>
          isSure ? index + FIRST : this.#numberOf([...this.#follow(reached, code), this.#start]),
        ),
      ]);
      if (this.#sets.length > MAX_STATES || this.#work > MAX_WORK) {
        return null;
      }
    }
    return tableOf(classes, rows, shift);
  }

  /** States that begin again at every character know the start of the text from all other places. */
  #numberOf(states: readonly number[]): number {
    const isFirst = this.#sets.length === 0;
    const sorted = [...new Set(states)].toSorted((a, b) => a - b);
    const key = isFirst ? "first" : sorted.join(",");
    const known = this.#numbers.get(key);
    if (known !== undefined) {
      return known;
    }
    this.#work += sorted.length;
    this.#sets.push(sorted);
    const number = this.#sets.length - 1 + FIRST;
    this.#numbers.set(key, number);
    return number;
  }

  #matches(states: readonly number[], edge: Edge): boolean {
    return this.#reach(states, edge).some((index) => this.#steps[index]?.kind === "match");
  }

  /** All steps that are reached without a character. */
  #reach(states: readonly number[], { isStart, isEnd }: Edge): readonly number[] {
    const found = new Set(states);
    for (const index of found) {
      const step = this.#steps[index];
      if (step?.kind === "fork") {
        step.nexts.forEach((next) => found.add(next));
      }
      if (step?.kind === "assert") {
        const holds = step.assertion === ASSERTION.start ? isStart : isEnd;
        if (holds) found.add(step.next);
      }
    }
    this.#work += found.size;
    return [...found];
  }

  #follow(reached: readonly number[], code: number): readonly number[] {
    this.#work += reached.length;
    return reached.flatMap((index) => {
      const step = this.#steps[index];
      const isRead = step?.kind === "read" && this.#characters.get(step.set)?.has(code) === true;
      return isRead ? [step.next] : [];
    });
  }

  /** Characters that all steps treat alike, by a class from 2: class 1 is the quote, 0 what nothing is known of. */
  #classes(): { readonly classes: Uint8Array; readonly samples: readonly number[] } {
    const sets = [...new Set(this.#characters.values())];
    const known = new Map<string, number>();
    const samples: number[] = [];
    const classes = new Uint8Array(256);
    classes[QUOTE] = 1;
    for (let code = 0x20; code < 0x80; code += 1) {
      if (code !== QUOTE && code !== BACKSLASH) {
        const key = sets.map((set) => (set.has(code) ? "1" : "0")).join("");
        const number = known.get(key) ?? samples.push(code) - 1 + FIRST;
        known.set(key, number);
        classes[code] = number;
      }
    }
    return { classes, samples };
  }
}

function charactersOf(set: CodeSet, ignoreCase: boolean): ReadonlySet<number> {
  const codes = runsOf(set).flatMap(([from, to]) => {
    const last = Math.min(to, 0x7f);
    return Array.from({ length: Math.max(0, last - from + 1) }, (_none, index) => from + index);
  });
  const letters = codes.filter((code) => /[A-Za-z]/.test(String.fromCharCode(code)));
  return new Set([...codes, ...(ignoreCase ? letters.map((code) => code ^ 0x20) : [])]);
}

function tableOf(
  classes: Uint8Array,
  rows: readonly (readonly number[])[],
  shift: number,
): Automaton | null {
  const isWide = rows.length + FIRST > 256;
  const width = isWide ? 2 : 1;
  const size = ((rows.length + FIRST) << shift) * width;
  if (size > MAX_SIZE) {
    return null;
  }
  const next = new Uint8Array(size);
  for (const [row, states] of rows.entries()) {
    for (const [column, state] of states.entries()) {
      const at = (((row + FIRST) << shift) | column) * width;
      next[at] = state & 0xff;
      if (isWide) {
        next[at + 1] = state >> 8;
      }
    }
  }
  return { classes, next, shift, isWide };
}
