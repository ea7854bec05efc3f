import { segmentsOf } from "../../source/pointer.ts";

/** How a value becomes one that may be shown. */
export interface Neutralising {
  /** JSON pointers to values that must not be shown. */
  readonly pointers: readonly string[];
  /** A value that was made from the schema alone; undefined where there is none. */
  readonly made: () => unknown;
  readonly passes: (value: unknown) => boolean;
}

/**
 * A value with what stands at the pointers replaced by what was made from the schema, else by something empty
 * of the same kind, else left out; undefined where the value passes with none of these.
 */
export function neutralised(value: unknown, how: Neutralising): unknown {
  let shown = value;
  for (const pointer of how.pointers) {
    const keys = segmentsOf(pointer);
    const found = at(shown, keys);
    if (found !== undefined) {
      shown = firstPassing(shown, keys, found, how);
    }
    if (shown === undefined) {
      return undefined;
    }
  }
  return shown;
}

function firstPassing(
  value: unknown,
  keys: readonly string[],
  found: unknown,
  { made, passes }: Neutralising,
): unknown {
  for (const candidate of [...kept(at(made(), keys)), ...emptyOnes(found), undefined]) {
    const next = replaced(value, keys, candidate);
    if (next !== undefined && passes(next)) {
      return next;
    }
  }
  return undefined;
}

/** Values that tell nothing, the likeliest to fit first. */
function emptyOnes(found: unknown): readonly unknown[] {
  switch (typeof found) {
    case "string":
      return ["***", ""];
    case "number":
      return [0, 1];
    case "boolean":
      return [false];
    default:
      return [Array.isArray(found) ? [] : {}, null];
  }
}

function at(value: unknown, keys: readonly string[]): unknown {
  let current = value;
  for (const key of keys) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) {
      return undefined;
    }
    current = Reflect.get(current, key);
  }
  return current;
}

/** A copy with another value there; without the member where that is undefined. */
function replaced(value: unknown, keys: readonly string[], by: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) {
    return by;
  }
  const child = replaced(at(value, [key]), rest, by);
  if (Array.isArray(value)) {
    const copy: readonly unknown[] = value;
    return copy.flatMap((item, index) => (String(index) !== key ? [item] : kept(child)));
  }
  const members = Object.entries(value ?? {});
  return Object.fromEntries(
    members.flatMap(([name, item]) =>
      name !== key ? [[name, item]] : kept(child).map((one) => [name, one]),
    ),
  );
}

function kept(value: unknown): readonly unknown[] {
  return value === undefined ? [] : [value];
}
