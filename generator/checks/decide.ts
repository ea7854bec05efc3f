/**
 * Which messages can a value be? A decision looks at one place of the value and keeps the messages
 * whose shapes admit what stands there; where several are left, the next decision looks elsewhere.
 * Each is chosen so that few are left: places are weighed by how many messages a value that is one
 * of them would still have for company.
 */
import { ANY, KIND, KINDS, SHAPE_DEPTH, admitsKind, admitsValue, childOf } from "./shape.ts";
import type { Kind, Primitive, Shape } from "./shape.ts";

/** Keys and indices from the top of a message; `[]`: the message itself. */
export type Path = readonly (string | number)[];

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
/** Places that are weighed for one decision. */
const MAX_PLACES = 48;
/** Members of one object that are considered as places. */
const MAX_MEMBERS = 64;
/** Decisions of one group in all. */
const MAX_DECISIONS = 1000;

interface Deciding {
  readonly shapes: readonly Shape[];
  readonly isSame: (left: number, right: number) => boolean;
  readonly known: Map<string, Choice>;
  decisions: number;
}

/** Decides between shapes; those for which `isSame` says so need not be told apart. */
export function decide(
  shapes: readonly Shape[],
  isSame: (left: number, right: number) => boolean,
): Choice {
  const deciding: Deciding = { shapes, isSame, known: new Map(), decisions: 0 };
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
  const split = bestSplit(indices, deciding.shapes);
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

/** What one message allows at a place. */
interface Standing {
  readonly index: number;
  readonly foreign: boolean;
  readonly missing: boolean;
  readonly shape: Shape;
}

function bestSplit(indices: readonly number[], shapes: readonly Shape[]): Split | null {
  let best: Split | null = null;
  let least = indices.length * indices.length - 0.5;
  for (const path of placesOf(indices, shapes)) {
    const standings = indices.map((index) => standingOf(index, shapes, path));
    const split = splitAt(path, standings);
    const company = standings.reduce((sum, standing) => sum + companyOf(standing, split), 0);
    if (company < least) {
      best = split;
      least = company;
    }
    if (least <= indices.length) {
      break; // every message alone
    }
  }
  return best;
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

function splitAt(path: Path, standings: readonly Standing[]): Split {
  const values = new Map<Primitive, readonly number[]>();
  for (const { shape } of standings) {
    for (const value of shape.values ?? []) {
      if (!values.has(value)) {
        values.set(
          value,
          pick(standings, (other) => admitsValue(other.shape, value)),
        );
      }
    }
  }
  return {
    path,
    foreign: pick(standings, ({ foreign }) => foreign),
    missing: pick(standings, ({ missing }) => missing),
    values,
    kinds: asKinds((kind) => pick(standings, ({ shape }) => admitsKind(shape, kind))),
  };
}

/** With how many messages, itself included, one message is left on average over what it allows. */
function companyOf({ foreign, missing, shape }: Standing, split: Split): number {
  const sizes = [
    ...(foreign ? [split.foreign.length / 4] : []), // allowed by many a schema, sent by nobody
    ...(missing ? [split.missing.length] : []),
  ];
  let weight = (foreign ? 0.25 : 0) + (missing ? 1 : 0);
  const present = [
    ...[...(shape.values ?? [])].map((value) => split.values.get(value)?.length ?? 0),
    ...KINDS.filter((kind) => admitsKind(shape, kind)).map((kind) => split.kinds[kind].length),
  ];
  if (present.length > 0) {
    sizes.push(present.reduce((sum, size) => sum + size, 0) / present.length);
    weight += 1;
  }
  return weight === 0 ? 0 : sizes.reduce((sum, size) => sum + size, 0) / weight;
}

/**
 * Places worth a look: those that name values first, then those that some must have, then the
 * rest.
 */
function placesOf(indices: readonly number[], shapes: readonly Shape[]): readonly Path[] {
  const places = new Map<string, { readonly path: Path; score: number }>();
  const note = (path: Path, score: number): void => {
    const key = JSON.stringify(path);
    const place = places.get(key) ?? { path, score: 0 };
    place.score += score;
    places.set(key, place);
  };
  note([], 1);
  for (const index of indices) {
    visit(shapes[index], [], note);
  }
  return [...places.values()]
    .toSorted((a, b) => b.score / (1 + b.path.length) - a.score / (1 + a.path.length))
    .slice(0, MAX_PLACES)
    .map(({ path }) => path);
}

function visit(
  shape: Shape | undefined,
  path: Path,
  note: (path: Path, score: number) => void,
): void {
  if (shape === undefined || path.length >= SHAPE_DEPTH) {
    return;
  }
  const members = [...shape.members].slice(0, MAX_MEMBERS);
  const children: readonly (readonly [string | number, Shape, boolean])[] = [
    ...members.map(([key, inner]) => [key, inner, shape.required.has(key)] as const),
    ...shape.items.map((inner, index) => [index, inner, index < shape.minItems] as const),
  ];
  for (const [token, inner, isRequired] of children) {
    const place = [...path, token];
    note(place, (inner.values === null ? 1 : 8) + (isRequired ? 2 : 0));
    visit(inner, place, note);
  }
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
