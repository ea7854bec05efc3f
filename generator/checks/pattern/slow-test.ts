import type { PatternMachine } from "../../../runtime/contract/v1.ts";

/**
 * The test that a pattern's machine is, as plainly as can be: for samples, which are few and short.
 * The gateway has a faster one (`runtime/contract/pattern-machine.ts`); tests hold the two together.
 */
export function slowTest(machine: PatternMachine, text: string): boolean {
  return matchEnds(machine, text).includes(true);
}

/** For each place of the text, in UTF-16 units: does a match end there? */
function matchEnds(machine: PatternMachine, text: string): readonly boolean[] {
  const { unicode, reversed, steps, start } = machine;
  const looks = machine.looks.map((look) => matchEnds(look, text));
  const characters = unicode ? Array.from(text) : text.split("");
  const ends = Array.from({ length: text.length + 1 }, () => false);
  let at = reversed ? text.length : 0;
  let current = new Set<number>();
  for (const character of [...(reversed ? characters.toReversed() : characters), ""]) {
    const reached = new Set([...current, start]);
    current = new Set();
    for (const index of reached) {
      const [op = 0, first = 0, next = 0] = steps[index] ?? [];
      if (op === 0) {
        ends[at] = true;
      } else if (op === 1 && character !== "" && reads(machine, first, character)) {
        current.add(next);
      } else if (op === 2) {
        (steps[index] ?? []).slice(1).forEach((target) => reached.add(target));
      } else if (op === 3 && holdsAt(first, text, at, looks)) {
        reached.add(next);
      }
    }
    at += reversed ? -character.length : character.length;
  }
  return ends;
}

function reads({ bounds, members }: PatternMachine, set: number, character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  const behind = bounds.findIndex((bound) => bound > code);
  return (members[set] ?? []).includes((behind < 0 ? bounds.length : behind) - 1);
}

function holdsAt(
  assertion: number,
  text: string,
  at: number,
  looks: readonly (readonly boolean[])[],
): boolean {
  switch (assertion) {
    case 0:
      return at === 0;
    case 1:
      return at === text.length;
    case 2:
    case 3:
      return (isWord(text[at - 1]) !== isWord(text[at])) === (assertion === 2);
    default:
      return looks[(assertion - 4) >> 1]?.[at] === (assertion % 2 === 0);
  }
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /^\w$/.test(character);
}
