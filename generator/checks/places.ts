import { SHAPE_DEPTH } from "./shape.ts";
import type { Shape } from "./shape.ts";

/** Keys and indices from the top of a message; `[]`: the message itself. */
export type Path = readonly (string | number)[];

/** The places of messages of these shapes that are worth a look, best first. */
export type PlaceReader = (shapes: readonly Shape[]) => readonly Path[];

/** Places that are weighed for one decision. */
const MAX_PLACES = 48;
/** Members of one object that are considered as places. */
const MAX_MEMBERS = 64;

interface Place {
  /** Equal paths, and only they, have equal keys. */
  readonly key: string;
  readonly path: Path;
  readonly score: number;
}

/**
 * Those that name values come first, then those that some must have, then the rest. Each shape is read once,
 * however many decisions it takes part in.
 */
export function createPlaceReader(): PlaceReader {
  const known = new Map<Shape, readonly Place[]>();
  const read = (shape: Shape): readonly Place[] => {
    const places = known.get(shape) ?? placesIn(shape);
    known.set(shape, places);
    return places;
  };
  return (shapes) => {
    const paths = new Map<string, Path>([["", []]]);
    const scores = new Map<string, number>([["", 1]]);
    for (const shape of shapes) {
      for (const { key, path, score } of read(shape)) {
        const before = scores.get(key);
        scores.set(key, (before ?? 0) + score);
        if (before === undefined) {
          paths.set(key, path);
        }
      }
    }
    const rank = (key: string, path: Path): number => (scores.get(key) ?? 0) / (1 + path.length);
    return [...paths]
      .map(([key, path]) => ({ path, rank: rank(key, path) }))
      .toSorted((a, b) => b.rank - a.rank)
      .slice(0, MAX_PLACES)
      .map(({ path }) => path);
  };
}

function placesIn(shape: Shape): readonly Place[] {
  const places: Place[] = [];
  const visit = (holder: Shape, path: Path, key: string): void => {
    if (path.length >= SHAPE_DEPTH) {
      return;
    }
    const note = (token: string | number, inner: Shape, isRequired: boolean): void => {
      const place = [...path, token];
      const placeKey = `${key}/${JSON.stringify(token)}`;
      const score = (inner.values === null ? 1 : 8) + (isRequired ? 2 : 0);
      places.push({ key: placeKey, path: place, score });
      visit(inner, place, placeKey);
    };
    let members = 0;
    for (const [name, inner] of holder.members) {
      members += 1;
      if (members > MAX_MEMBERS) {
        break;
      }
      note(name, inner, holder.required.has(name));
    }
    for (const [index, inner] of holder.items.entries()) {
      note(index, inner, index < holder.minItems);
    }
  };
  visit(shape, [], "");
  return places;
}
