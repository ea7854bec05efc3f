/**
 * Which messages can a value be? A decision looks at one place of the value and keeps the messages
 * whose shapes admit what stands there; where several are left, the next decision looks elsewhere.
 * Each is chosen so that few are left: places are weighed by how many messages a value that is one
 * of them would still have for company.
 */
import { ANY, KIND, KINDS, admitsKind, childOf, kindOf } from "./shape.ts";
import type { Kind, Primitive, Shape } from "./shape.ts";
import { createPlaceReader, type PlaceReader } from "./places.ts";
import type { Path } from "./places.ts";

export type { Path };

/** What is left to do once a place was looked at. */
export type Choice = Leaf | Decision;

/** Messages that are not told apart any further, by index, in order; none: no message fits. */
export interface Leaf {
  readonly kind: "leaf";
  readonly indices: readonly number[];
}

/** Looks at the value at `path`. */
export interface Decision {
  readonly kind: "decision";
  readonly path: Path;
  /** All messages that are still possible. */
  readonly indices: readonly number[];
  /** Some value on the way is no object or array that could hold the next step. */
  readonly foreign: Choice;
  /** The containers are there, the last or an earlier key is not. */
  readonly missing: Choice;
  /** One of the values that messages name. */
  readonly values: ReadonlyMap<Primitive, Choice>;
  /** Any other value of that kind. */
  readonly kinds: Readonly<Record<Kind, Choice>>;
}

/** Decisions after each other; deeper, what is left is tried in order. */
const MAX_STEPS = 4;
/** Decisions of one group in all. */
const MAX_DECISIONS = 1000;

interface Deciding {
  readonly shapes: readonly Shape[];
  readonly isSame: (left: number, right: number) => boolean;
  readonly known: Map<string, Choice>;
  readonly placesOf: PlaceReader;
  decisions: number;
}

/** Decides between shapes; those for which `isSame` says so need not be told apart. */
export function decide(
  shapes: readonly Shape[],
  isSame: (left: number, right: number) => boolean,
): Choice {
  const placesOf = createPlaceReader();
  const deciding: Deciding = { shapes, isSame, known: new Map(), placesOf, decisions: 0 };
  return choose(
    shapes.map((_shape, index) => index),
    MAX_STEPS,
    deciding,
  );
}

function choose(indices: readonly number[], steps: number, deciding: Deciding): Choice {
  const [first] = indices;
  const leaf: Leaf = { kind: "leaf", indices };
  if (first === undefined || steps === 0 || indices.every((i) => deciding.isSame(first, i))) {
    return leaf;
  }
  const key = `${steps}:${indices.join(",")}`;
  const known = deciding.known.get(key);
  if (known !== undefined || deciding.decisions >= MAX_DECISIONS) {
    return known ?? leaf;
  }
  const split = bestSplit(indices, deciding);
  const choice = split === null ? leaf : decisionOf(split, indices, steps - 1, deciding);
  deciding.known.set(key, choice);
  return choice;
}

function decisionOf(
  split: Split,
  indices: readonly number[],
  steps: number,
  deciding: Deciding,
): Decision {
  deciding.decisions += 1;
  const next = (left: readonly number[]): Choice =>
    left.length === indices.length
      ? { kind: "leaf", indices: left }
      : choose(left, steps, deciding);
  return {
    kind: "decision",
    path: split.path,
    indices,
    foreign: next(split.foreign),
    missing: next(split.missing),
    values: new Map([...split.values].map(([value, left]) => [value, next(left)] as const)),
    kinds: asKinds((kind) => next(split.kinds[kind])),
  };
}

/** The messages left for each thing that can stand at a place. */
interface Split {
  readonly path: Path;
  readonly foreign: readonly number[];
  readonly missing: readonly number[];
  readonly values: ReadonlyMap<Primitive, readonly number[]>;
  readonly kinds: Readonly<Record<Kind, readonly number[]>>;
}

/** How many messages a split leaves for each thing: what is weighed, for it is cheaper than the split. */
interface Sizes {
  readonly foreign: number;
  readonly missing: number;
  readonly values: ReadonlyMap<Primitive, number>;
  readonly kinds: Readonly<Record<Kind, number>>;
}

/** What one message allows at a place. */
interface Standing {
  readonly index: number;
  readonly foreign: boolean;
  readonly missing: boolean;
  readonly shape: Shape;
}

function bestSplit(indices: readonly number[], { shapes, placesOf }: Deciding): Split | null {
  let best: (() => Split) | null = null;
  let least = indices.length * indices.length - 0.5;
  for (const path of placesOf(indices.map((index) => shapes[index] ?? ANY))) {
    const standings = indices.map((index) => standingOf(index, shapes, path));
    const sizes = sizesOf(standings);
    const company = standings.reduce((sum, standing) => sum + companyOf(standing, sizes), 0);
    if (company < least) {
      best = () => splitAt(path, standings);
      least = company;
    }
    if (least <= indices.length) {
      break; // every message alone
    }
  }
  return best === null ? null : best();
}

function standingOf(index: number, shapes: readonly Shape[], path: Path): Standing {
  let shape = shapes[index];
  let foreign = false;
  let missing = false;
  for (const token of path) {
    if (shape === undefined) {
      break;
    }
    const holder = typeof token === "number" ? KIND.array : KIND.object;
    const holds = (shape.kinds & holder) !== 0;
    foreign ||= (shape.kinds & ~holder) !== 0;
    missing ||=
      holds && (typeof token === "number" ? shape.minItems <= token : !shape.required.has(token));
    shape = childOf(shape, token);
  }
  return { index, foreign, missing, shape: shape ?? ANY };
}

/**
 * A message that names no values there may be any of them: so each value leaves those that name it and those
 * that are open for its kind. Counted like this, messages are not compared with each other.
 */
function sizesOf(standings: readonly Standing[]): Sizes {
  const count = (test: (standing: Standing) => boolean): number =>
    standings.reduce((sum, standing) => sum + (test(standing) ? 1 : 0), 0);
  const kinds = asKinds((kind) => count(({ shape }) => admitsKind(shape, kind)));
  const naming = new Map<Primitive, number>();
  for (const { shape } of standings) {
    for (const value of shape.values ?? []) {
      naming.set(value, (naming.get(value) ?? 0) + 1);
    }
  }
  const values = new Map<Primitive, number>();
  for (const [value, named] of naming) {
    values.set(value, named + kinds[primitiveKind(value)]);
  }
  const foreign = count((standing) => standing.foreign);
  return { foreign, missing: count((standing) => standing.missing), values, kinds };
}

function splitAt(path: Path, standings: readonly Standing[]): Split {
  const kinds = asKinds((kind) => pick(standings, ({ shape }) => admitsKind(shape, kind)));
  const naming = new Map<Primitive, number[]>();
  for (const { shape, index } of standings) {
    for (const value of shape.values ?? []) {
      const named = naming.get(value) ?? [];
      named.push(index);
      naming.set(value, named);
    }
  }
  const values = [...naming].map(([value, named]) => {
    const open = kinds[primitiveKind(value)];
    const left = open.length === 0 ? named : [...named, ...open].toSorted((a, b) => a - b);
    return [value, left] as const;
  });
  return {
    path,
    foreign: pick(standings, ({ foreign }) => foreign),
    missing: pick(standings, ({ missing }) => missing),
    values: new Map(values),
    kinds,
  };
}

function primitiveKind(value: Primitive): Kind {
  return kindOf(value) ?? "null";
}

/** With how many messages, itself included, one message is left on average over what it allows. */
function companyOf({ foreign, missing, shape }: Standing, sizes: Sizes): number {
  let sum = foreign ? sizes.foreign / 4 : 0; // allowed by many a schema, sent by nobody
  let weight = foreign ? 0.25 : 0;
  if (missing) {
    sum += sizes.missing;
    weight += 1;
  }
  let present = 0;
  let ways = 0;
  for (const value of shape.values ?? []) {
    present += sizes.values.get(value) ?? 0;
    ways += 1;
  }
  for (const kind of KINDS) {
    if (admitsKind(shape, kind)) {
      present += sizes.kinds[kind];
      ways += 1;
    }
  }
  if (ways > 0) {
    sum += present / ways;
    weight += 1;
  }
  return weight === 0 ? 0 : sum / weight;
}

function pick(
  standings: readonly Standing[],
  test: (standing: Standing) => boolean,
): readonly number[] {
  return standings.filter(test).map(({ index }) => index);
}

function asKinds<T>(of: (kind: Kind) => T): Readonly<Record<Kind, T>> {
  return {
    null: of("null"),
    boolean: of("boolean"),
    number: of("number"),
    string: of("string"),
    array: of("array"),
    object: of("object"),
  };
}
