import type { Dice } from "./random.ts";

const STRINGS = [
  ...["", "a", "é", "😀", "a".repeat(40), "\u0000", "true", "2024-02-29", "2023-02-29", "x y"],
  ...["2024-01-01T00:00:00Z", "2024-13-01T00:00:60Z", "12:00:00+25:00", "1.2.3.4", "1.2.3.256"],
  ...["a@b.co", "urn:x", "http://[::1]/", "AAAA", "AAA=", "A", "\ud800", "__proto__"],
] as const;
const NUMBERS = [
  ...[0, -0, 1, -1, 0.5, 1.5, 2 ** 31, -(2 ** 31), 2 ** 31 - 1, 2 ** 53, 2 ** 53 + 2, 1e21],
  ...[1e-7, 0.1, 0.30000000000000004, 100, 99.99, 123456789012345, 1e300],
] as const;

/** The value with one thing changed somewhere, mostly something that its schema minds. */
export function spoilValue(value: unknown, dice: Dice): unknown {
  if (dice.once(12)) {
    return otherKind(dice);
  }
  if (Array.isArray(value)) {
    return spoilArray(value, dice);
  }
  if (typeof value === "object" && value !== null) {
    return spoilObject(Object.entries(value), dice);
  }
  return spoilScalar(value, dice);
}

function spoilScalar(value: unknown, dice: Dice): unknown {
  if (typeof value === "string") {
    const at = dice.below(value.length + 1);
    return dice.pick([
      () => value.slice(0, at) + value.slice(at + 1),
      () =>
        value.slice(0, at) +
        dice.pick(["a", "é", "😀", "0", "-", "A", " ", '"', "\\", "z"]) +
        value.slice(at),
      () => value + value,
      () => value.toUpperCase(),
      () => dice.pick(STRINGS as unknown as readonly [string, ...string[]]),
    ])();
  }
  if (typeof value === "number") {
    return dice.pick([
      () => value + 1,
      () => value - 1,
      () => value + 0.5,
      () => -value,
      () => value * 10,
      () => value / 10,
      () => dice.pick(NUMBERS as unknown as readonly [number, ...number[]]),
    ])();
  }
  return typeof value === "boolean" && dice.once(2) ? !value : otherKind(dice);
}

function spoilArray(items: readonly unknown[], dice: Dice): unknown {
  const at = dice.below(items.length + 1);
  const item = items[at];
  return dice.pick([
    () => items.toSpliced(at, 1),
    () => items.toSpliced(at, 0, item ?? otherKind(dice)),
    () => (at < items.length ? items.with(at, spoilValue(item, dice)) : [...items, ...items]),
    () => (at < items.length ? items.with(at, spoilValue(item, dice)) : items),
  ])();
}

function spoilObject(members: readonly (readonly [string, unknown])[], dice: Dice): unknown {
  const at = dice.below(members.length + 1);
  const [key, inner] = members[at] ?? ["extra", 1];
  const spoiled = (): unknown =>
    at < members.length
      ? Object.fromEntries(members.with(at, [key, spoilValue(inner, dice)]))
      : Object.fromEntries(members);
  return dice.pick([
    () => Object.fromEntries(members.toSpliced(at, 1)),
    () =>
      Object.fromEntries([
        ...members,
        [dice.pick(["extra", "x-1", "b", "é", "constructor", "a9"]), otherKind(dice)],
      ]),
    () => Object.fromEntries(members.toReversed()),
    spoiled,
    spoiled,
    spoiled,
  ])();
}

function otherKind(dice: Dice): unknown {
  return dice.pick([
    null,
    true,
    false,
    0,
    1.5,
    "",
    "text",
    [],
    [1, "a"],
    {},
    { a: 1, b: { c: [] } },
  ]);
}
