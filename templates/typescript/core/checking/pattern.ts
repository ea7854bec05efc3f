/**
 * Runs a pattern's machine over a text, all ways at once. The set of steps that are possible at a
 * place is made once and remembered with the sets that each character leads to, so that most of a
 * text costs one look-up a character. Sets are forgotten when they become many; the time stays
 * bounded by the length of the text times the size of the pattern.
 */
import type { Pattern } from "./text.ts";

/**
 * A pattern that is run step by step, in one pass over the text; made by the document's compiler. A
 * look-around is a machine that marks the places where it holds, in a pass of its own before.
 */
export interface PatternMachine {
  /** Characters are code points, as with the `u` flag; else UTF-16 units. */
  readonly unicode: boolean;
  /** Runs from the end of the text to its start: a look-ahead. */
  readonly reversed: boolean;
  /** Index in `steps` where a match may begin, at every place of the text. */
  readonly start: number;
  /**
   * `[0]`: a match; `[1, set, next]`: reads a character of a set; `[2, ...nexts]`: goes on at each
   * of these; `[3, assertion, next]`: goes on where the assertion holds, of which 0 is the start of
   * the text, 1 its end, 2 a word boundary, 3 no such, `4 + 2n` look-around `n` and `5 + 2n` its
   * contrary.
   */
  readonly steps: readonly (readonly number[])[];
  /** Where pieces of all characters begin, in order, from 0. */
  readonly bounds: readonly number[];
  /** By set: its pieces, as indices of `bounds`. */
  readonly members: readonly (readonly number[])[];
  readonly looks: readonly PatternMachine[];
}

/** The steps that are possible at one place, before assertions are looked at. */
interface Situation {
  readonly steps: readonly number[];
  /** By piece of characters, where no assertion holds but those of the middle of a text. */
  readonly plain: (Outcome | undefined)[];
  /** By piece and place, elsewhere. */
  readonly special: Map<number, Outcome>;
}

interface Outcome {
  /** A match ends here. */
  readonly matches: boolean;
  readonly next: Situation;
}

/** Sets that are remembered for one machine, and steps in all of them. */
const MAX_SITUATIONS = 2000;
const MAX_REMEMBERED = 200_000;
/** Places: bits that say which assertions hold. */
const AT_START = 1;
const AT_END = 2;
const AT_BOUNDARY = 4;
const FIRST_LOOK = 8;
const OP = { match: 0, read: 1, fork: 2 } as const;

/** A pattern that the platform's own matcher may take long for, run by its machine. */
export function steppedPattern(text: string, machine: PatternMachine): Pattern {
  let runner: MachineRunner | null = null;
  return {
    text,
    test: (value) => {
      runner ??= new MachineRunner(machine);
      return runner.run(value, null);
    },
  };
}

class MachineRunner {
  readonly #machine: PatternMachine;
  readonly #looks: readonly MachineRunner[];
  readonly #reads: readonly ReadonlySet<number>[];
  readonly #asciiPieces = new Uint16Array(128);
  readonly #usesBoundary: boolean;
  #situations = new Map<string, Situation>();
  #remembered = 0;

  constructor(machine: PatternMachine) {
    this.#machine = machine;
    this.#looks = machine.looks.map((look) => new MachineRunner(look));
    this.#reads = machine.members.map((pieces) => new Set(pieces));
    this.#usesBoundary = machine.steps.some(
      ([op, assertion]) => op === 3 && (assertion === 2 || assertion === 3),
    );
    for (let code = 0; code < 128; code += 1) {
      this.#asciiPieces[code] = this.#findPiece(code);
    }
  }

  /** With `marks`, notes there at which places a match ends; without, stops at the first. */
  run(text: string, marks: Uint8Array | null): boolean {
    const looks = this.#looks.map((look) => {
      const held = new Uint8Array(text.length + 1);
      look.run(text, held);
      return held;
    });
    const { reversed } = this.#machine;
    const last = reversed ? 0 : text.length;
    let at = reversed ? text.length : 0;
    let situation = this.#situation([]);
    for (;;) {
      const code = at === last ? -1 : this.#codeAt(text, at);
      const piece = code < 0 ? this.#machine.bounds.length : this.#pieceOf(code);
      const outcome = this.#outcome(situation, piece, this.#placeOf(text, at, looks));
      if (outcome.matches) {
        if (marks === null) {
          return true;
        }
        marks[at] = 1;
      }
      if (code < 0) {
        return false;
      }
      const units = code > 0xffff ? 2 : 1;
      at += reversed ? -units : units;
      situation = outcome.next;
    }
  }

  /** The character that is read at `at`: the one before it, where the machine runs backwards. */
  #codeAt(text: string, at: number): number {
    const { unicode, reversed } = this.#machine;
    if (!reversed) {
      return unicode ? (text.codePointAt(at) ?? 0) : text.charCodeAt(at);
    }
    const pair = unicode && at > 1 ? (text.codePointAt(at - 2) ?? 0) : 0;
    return pair > 0xffff ? pair : text.charCodeAt(at - 1);
  }

  #placeOf(text: string, at: number, looks: readonly Uint8Array[]): number {
    let place = (at === 0 ? AT_START : 0) | (at === text.length ? AT_END : 0);
    if (this.#usesBoundary && isWord(text.charCodeAt(at - 1)) !== isWord(text.charCodeAt(at))) {
      place |= AT_BOUNDARY;
    }
    for (const [index, held] of looks.entries()) {
      place |= held[at] === 1 ? FIRST_LOOK << index : 0;
    }
    return place;
  }

  #pieceOf(code: number): number {
    return code < 128 ? (this.#asciiPieces[code] ?? 0) : this.#findPiece(code);
  }

  /** The last piece that begins at or before a character. */
  #findPiece(code: number): number {
    const { bounds } = this.#machine;
    let low = 0;
    let high = bounds.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((bounds[middle] ?? 0) <= code) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  #outcome(situation: Situation, piece: number, place: number): Outcome {
    const key = place * (this.#machine.bounds.length + 1) + piece;
    const known = place === 0 ? situation.plain[piece] : situation.special.get(key);
    if (known !== undefined) {
      return known;
    }
    const outcome = this.#makeOutcome(situation, piece, place);
    if (place === 0) {
      situation.plain[piece] = outcome;
    } else {
      situation.special.set(key, outcome);
    }
    return outcome;
  }

  /** Follows all steps that read nothing, then those that read this character. */
  #makeOutcome(situation: Situation, piece: number, place: number): Outcome {
    const { steps, start } = this.#machine;
    const seen = new Set([...situation.steps, start]);
    const read = new Set<number>();
    let matches = false;
    for (const index of seen) {
      const [op = 0, first = 0, next = 0] = steps[index] ?? [];
      if (op === OP.match) {
        matches = true;
      } else if (op === OP.read) {
        if (this.#reads[first]?.has(piece) === true) {
          read.add(next);
        }
      } else if (op === OP.fork) {
        for (const target of steps[index]?.slice(1) ?? []) {
          seen.add(target); // a Set hands out what is added while it is walked
        }
      } else if (holds(first, place)) {
        seen.add(next);
      }
    }
    return { matches, next: this.#situation([...read].sort((a, b) => a - b)) };
  }

  #situation(steps: readonly number[]): Situation {
    const key = steps.join();
    const known = this.#situations.get(key);
    if (known !== undefined) {
      return known;
    }
    if (this.#situations.size >= MAX_SITUATIONS || this.#remembered > MAX_REMEMBERED) {
      this.#situations = new Map();
      this.#remembered = 0;
    }
    const plain: (Outcome | undefined)[] = [];
    const situation: Situation = { steps, plain, special: new Map() };
    this.#situations.set(key, situation);
    this.#remembered += steps.length;
    return situation;
  }
}

function holds(assertion: number, place: number): boolean {
  const isContrary = assertion > 2 && assertion % 2 === 1;
  const bit = assertion < 2 ? assertion + 1 : 2 << (assertion >> 1);
  return ((place & bit) !== 0) !== isContrary;
}

/** Letters, digits and the underscore of ASCII (ECMA-262, WordCharacters); not the end of the text. */
function isWord(unit: number): boolean {
  const letter = unit | 0x20;
  return (unit >= 0x30 && unit <= 0x39) || (letter >= 0x61 && letter <= 0x7a) || unit === 0x5f;
}
