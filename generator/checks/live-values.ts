import { isRecord } from "./record.ts";

/**
 * What the gateway's module `framegate/values` does, for samples that are checked while a document
 * is compiled. Samples are plain doubles: there are no number texts to look up.
 */
export const LIVE_VALUES = {
  compare: (_parent: unknown, _key: unknown, value: number, text: string): number =>
    Math.sign(value - Number(text)),
  isMultiple: (_parent: unknown, _key: unknown, value: number, text: string): boolean => {
    const times = value / Number(text);
    return Math.abs(times - Math.round(times)) <= 1e-9 * Math.max(1, Math.abs(times));
  },
  members: (value: object): number => Object.keys(value).length,
  codePoints: (text: string): number => Array.from(text).length,
  constant: (text: string): unknown => JSON.parse(text),
  equal: (left: unknown, right: unknown): boolean => canonical(left) === canonical(right),
  twins: (items: readonly unknown[]): readonly number[] | null => {
    const seen = new Map<string, number>();
    for (const [index, item] of items.entries()) {
      const text = canonical(item);
      const first = seen.get(text);
      if (first !== undefined) {
        return [first, index];
      }
      seen.set(text, index);
    }
    return null;
  },
} as const;

/** Equal JSON values, and only they, have equal texts. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isRecord(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
