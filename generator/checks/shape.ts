/**
 * What can be said cheaply about the values that a schema accepts. A shape accepts every value
 * that its schema accepts, and more: whatever is hard to say is left open. So a message that a
 * shape rules out is out, and choosing by shapes never loses the right message.
 */
export interface Shape {
  /** Bits of `KIND`: the kinds of value that may stand here. 0: nothing may. */
  readonly kinds: number;
  /** The strings, numbers, booleans and null that may stand here; null: any of the kinds. */
  readonly values: ReadonlySet<Primitive> | null;
  /** Of objects: keys that must be there. */
  readonly required: ReadonlySet<string>;
  /** Of objects: what stands under a key, if it is there; other keys hold `rest`. */
  readonly members: ReadonlyMap<string, Shape>;
  readonly rest: Shape | null;
  /** Of arrays: what stands at the first places; other places hold `more`. */
  readonly items: readonly Shape[];
  readonly more: Shape | null;
  readonly minItems: number;
}

/**
 * Levels of members and items that shapes go down; a discriminator deeper than that is not seen.
 */
export const SHAPE_DEPTH = 3;

/** A value that can be a `case` of a switch. */
export type Primitive = string | number | boolean | null;

/** Kinds of JSON values as bits; integers are numbers. */
export const KIND = { null: 1, boolean: 2, number: 4, string: 8, array: 16, object: 32 } as const;
export type Kind = keyof typeof KIND;
export const KINDS = ["null", "boolean", "number", "string", "array", "object"] as const;

const PRIMITIVES = KIND.null | KIND.boolean | KIND.number | KIND.string;
const ALL = PRIMITIVES | KIND.array | KIND.object;

/** Anything. `rest` and `more` of null mean this too. */
export const ANY: Shape = {
  kinds: ALL,
  values: null,
  required: new Set(),
  members: new Map(),
  rest: null,
  items: [],
  more: null,
  minItems: 0,
};

/** Nothing at all. */
export const NEVER: Shape = { ...ANY, kinds: 0 };

/** The kind of a decoded value; null for what JSON does not have. */
export function kindOf(value: unknown): Kind | null {
  if (value === null) {
    return "null";
  }
  if (Array.isArray(value)) {
    return "array";
  }
  const type = typeof value;
  return type === "boolean" || type === "number" || type === "string" || type === "object"
    ? type
    : null;
}

/** May a value of this kind stand here, other than those that `values` lists? */
export function admitsKind(shape: Shape, kind: Kind): boolean {
  const isOpen = shape.values === null || (KIND[kind] & PRIMITIVES) === 0;
  return (shape.kinds & KIND[kind]) !== 0 && isOpen;
}

/** What may stand under `key` of an object or at an index of an array. */
export function childOf(shape: Shape, token: string | number): Shape {
  if (typeof token === "number") {
    const isArray = (shape.kinds & KIND.array) !== 0;
    return isArray ? (shape.items[token] ?? shape.more ?? ANY) : NEVER;
  }
  const isObject = (shape.kinds & KIND.object) !== 0;
  return isObject ? (shape.members.get(token) ?? shape.rest ?? ANY) : NEVER;
}

/** What both shapes accept. */
export function meet(left: Shape, right: Shape): Shape {
  if (left === ANY || right === NEVER || left === right) {
    return right;
  }
  if (right === ANY || left === NEVER) {
    return left;
  }
  const kinds = left.kinds & right.kinds;
  return kinds === 0
    ? NEVER
    : normalised({
        kinds,
        values: meetValues(left.values, right.values),
        required: new Set([...left.required, ...right.required]),
        members: combineMembers(left, right, meet),
        rest: meetOpen(left.rest, right.rest),
        items: combineItems(left, right, meet),
        more: meetOpen(left.more, right.more),
        minItems: Math.max(left.minItems, right.minItems),
      });
}

/** What either shape accepts, or a little more. */
export function join(left: Shape, right: Shape): Shape {
  if (left.kinds === 0 || left === right) {
    return right;
  }
  if (right.kinds === 0) {
    return left;
  }
  const objects = [left, right].filter(({ kinds }) => (kinds & KIND.object) !== 0);
  const arrays = [left, right].filter(({ kinds }) => (kinds & KIND.array) !== 0);
  return {
    kinds: left.kinds | right.kinds,
    values: joinValues(left, right),
    required: sharedKeys(objects),
    members: combineMembers(left, right, join),
    rest: joinOpen(childRest(left), childRest(right)),
    items: combineItems(left, right, join),
    more: joinOpen(childMore(left), childMore(right)),
    minItems: Math.min(...arrays.map(({ minItems }) => minItems), Number.MAX_SAFE_INTEGER),
  };
}

/** Values only of the kinds that are left, kinds only of which values are left. */
export function normalised(shape: Shape): Shape {
  if (shape.values === null) {
    return shape;
  }
  let kinds = shape.kinds & ~PRIMITIVES;
  const values = new Set<Primitive>();
  for (const value of shape.values) {
    const kind = kindOf(value);
    if (kind !== null && (shape.kinds & KIND[kind]) !== 0) {
      kinds |= KIND[kind];
      values.add(value);
    }
  }
  return kinds === 0 ? NEVER : { ...shape, kinds, values };
}

function meetValues(left: Shape["values"], right: Shape["values"]): Shape["values"] {
  if (left === null || right === null) {
    return left ?? right;
  }
  return new Set([...left].filter((value) => right.has(value)));
}

function joinValues(left: Shape, right: Shape): Shape["values"] {
  const [a, b] = [left, right].map((shape) =>
    (shape.kinds & PRIMITIVES) === 0 ? new Set<Primitive>() : shape.values,
  );
  return a && b ? new Set([...a, ...b]) : null;
}

function sharedKeys(shapes: readonly Shape[]): ReadonlySet<string> {
  const [first, second] = shapes;
  const keys = [...(first?.required ?? [])];
  return new Set(second === undefined ? keys : keys.filter((key) => second.required.has(key)));
}

function combineMembers(
  left: Shape,
  right: Shape,
  combine: (left: Shape, right: Shape) => Shape,
): ReadonlyMap<string, Shape> {
  const keys = new Set([...left.members.keys(), ...right.members.keys()]);
  return new Map(
    [...keys].map((key) => [key, combine(childOf(left, key), childOf(right, key))] as const),
  );
}

function combineItems(
  left: Shape,
  right: Shape,
  combine: (left: Shape, right: Shape) => Shape,
): readonly Shape[] {
  const length = Math.max(left.items.length, right.items.length);
  return Array.from({ length }, (_none, index) =>
    combine(childOf(left, index), childOf(right, index)),
  );
}

function childRest(shape: Shape): Shape | null {
  return (shape.kinds & KIND.object) === 0 ? NEVER : shape.rest;
}

function childMore(shape: Shape): Shape | null {
  return (shape.kinds & KIND.array) === 0 ? NEVER : shape.more;
}

function meetOpen(left: Shape | null, right: Shape | null): Shape | null {
  return left === null || right === null ? (left ?? right) : meet(left, right);
}

function joinOpen(left: Shape | null, right: Shape | null): Shape | null {
  return left === null || right === null ? null : join(left, right);
}
