import type { JsonSchema } from "../../generator/model/api.ts";

/** Schemas that ask for much work, and the value that makes them do it. */
export interface HostileSchemas {
  readonly name: string;
  /** The message is the first of them. */
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly value: unknown;
}

type Family = (size: number) => Omit<HostileSchemas, "name">;

const ref = (name: string) => ({ $ref: `#/$defs/${name}` });
const times = <T>(length: number, make: (index: number) => T): T[] =>
  Array.from({ length }, (_item, index) => make(index));
const nested = (depth: number, inside: unknown, wrap: (value: unknown) => unknown): unknown =>
  times(depth, () => null).reduce((value: unknown) => wrap(value), inside);

/** Each level asks twice for the next: the last is looked at 2^size times. */
function doubling(twice: (next: JsonSchema) => JsonSchema): Family {
  return (size) => ({
    schemas: Object.fromEntries([
      ...times(size, (level) => [`d${level}`, twice(ref(`d${level + 1}`))] as const),
      [`d${size}`, { type: "number", minimum: 5, maximum: 3 }],
    ]),
    value: "abc",
  });
}

/** A schema that looks twice into each level of the frame. */
function recursion(twice: (inner: JsonSchema) => JsonSchema, levels: Family): Family {
  return (size) => ({ schemas: { node: twice(ref("node")) }, value: levels(size).value });
}

const inObjects: Family = (size) => ({
  schemas: {},
  value: nested(size, 1, (value) => ({ next: value })),
});
const inArrays: Family = (size) => ({ schemas: {}, value: nested(size, 1, (value) => [value]) });
const next = (inner: JsonSchema) => ({ properties: { next: inner } });
const never = { required: ["never"] };

/** Many items under one schema. */
function items(item: (index: number) => unknown, schema: JsonSchema): Family {
  return (size) => ({ schemas: { m: schema }, value: times(size * 300, item) });
}

const wide = (count: number): JsonSchema => ({
  allOf: times(count, (index) => ({ properties: { [`p${index}`]: { type: "string" } } })),
});

/** Ways to make a check expensive; `size` is 1 to 30 or so. */
const FAMILIES: Readonly<Record<string, Family>> = {
  "anyOf doubling": doubling((inner) => ({ anyOf: [inner, inner] })),
  "oneOf doubling": doubling((inner) => ({ oneOf: [inner, inner] })),
  "not doubling": doubling((inner) => ({ anyOf: [{ not: { not: inner } }, inner] })),
  "if doubling": doubling((inner) => ({ if: inner, then: inner, else: inner })),
  "allOf in anyOf doubling": doubling((inner) => ({
    anyOf: [{ allOf: [inner, inner] }, { allOf: [inner] }],
  })),
  "anyOf of one property": recursion(
    (inner) => ({ anyOf: [{ allOf: [next(inner), never] }, next(inner)] }),
    inObjects,
  ),
  "oneOf of one property": recursion(
    (inner) => ({ oneOf: [{ allOf: [next(inner), never] }, next(inner)] }),
    inObjects,
  ),
  "if and then of items": recursion(
    (inner) => ({ if: { items: inner }, then: { items: inner } }),
    inArrays,
  ),
  "contains and items": recursion(
    (inner) => ({
      allOf: [{ items: inner }, { anyOf: [{ type: "number" }, { contains: inner }] }],
    }),
    inArrays,
  ),
  "additional and pattern properties": recursion(
    (inner) => ({ patternProperties: { "(n+)+e?": inner, "x*t$": inner } }),
    inObjects,
  ),
  "dependent schemas": recursion(
    (inner) => ({ dependentSchemas: { next: next(inner) }, ...next(inner) }),
    inObjects,
  ),
  "unevaluated properties": recursion(
    (inner) => ({
      anyOf: [next(inner), { required: ["next"] }],
      allOf: [next(inner)],
      unevaluatedProperties: false,
    }),
    inObjects,
  ),
  "unevaluated items": recursion(
    (inner) => ({
      anyOf: [{ prefixItems: [inner] }, { contains: inner }],
      unevaluatedItems: inner,
    }),
    inArrays,
  ),
  "unique objects": items((id) => ({ id, tags: ["a", id] }), { uniqueItems: true }),
  "unique numbers": items((index) => index * 1.5, { uniqueItems: true }),
  "unique texts": items((index) => `t${index}`, { uniqueItems: true }),
  "unique lists": items((index) => [[index], [[index]]], { uniqueItems: true }),
  "a wide schema of many items": items(() => ({ p0: "", p9: "" }), { items: wide(60) }),
  "many constants of many items": items((index) => ({ index }), {
    items: { enum: times(150, (index) => ({ index: -index })) },
  }),
  "many texts of many items": items((index) => `text ${index}`, {
    items: { enum: times(1000, (index) => `text ${"x".repeat(index % 50)}-${index}`) },
  }),
  "contains of many items": items((index) => index, {
    allOf: times(60, (index) => ({ contains: { const: -index }, minContains: 0 })),
  }),
  "names of many members": (size) => ({
    schemas: { m: { propertyNames: { pattern: "^(a|aa)+$" }, minProperties: 2 } },
    value: Object.fromEntries(times(size * 100, (index) => ["a".repeat(9 + index), 1])),
  }),
  "many patterns of many members": (size) => ({
    schemas: {
      m: {
        patternProperties: Object.fromEntries(
          times(40, (index) => [`(x*y?)*${index}$`, { type: "number" }] as const),
        ),
        additionalProperties: { type: "number" },
      },
    },
    value: Object.fromEntries(times(size * 80, (index) => [`xxxxxxxxy${index}`, index])),
  }),
  "formats of long texts": (size) => ({
    schemas: {
      m: {
        anyOf: times(50, (index) => ({
          format: ["uri", "email", "date-time", "uri-template", "regex"][index % 5],
        })),
      },
    },
    value: "a:".repeat(size * 1000),
  }),
  "lengths of long texts": (size) => ({
    schemas: { m: { anyOf: times(60, (index) => ({ maxLength: size * 1000 - index - 1 })) } },
    value: "😀a".repeat(size * 500),
  }),
  "formats that read on": (size) => ({
    schemas: {
      m: {
        items: {
          anyOf: times(9, (index) => ({
            format: ["uri", "uri-reference", "byte", "regex", "duration", "json-pointer"][
              index % 6
            ],
          })),
        },
      },
    },
    value: ["a:/a".repeat(size * 200) + "\n", "(".repeat(size * 600), "P" + "1".repeat(size * 600)],
  }),
  "contains that fails for many items": (size) => ({
    schemas: { m: { contains: ref("one") }, one: { ...ref("two"), type: "string" }, two: never },
    value: times(size * 1000, () => ({})),
  }),
  "long keys in the pointers of errors": (size) => ({
    ...recursion(
      (inner) => ({ anyOf: times(2, () => ({ additionalProperties: inner, minProperties: 1 })) }),
      () => ({ schemas: {}, value: nested(size, 1, (value) => ({ ["~/".repeat(500)]: value })) }),
    )(size),
  }),
  "large constants of a large value": (size) => ({
    schemas: {
      m: { enum: times(60, (index) => times(size * 100, (at) => [at === size * 99 ? index : at])) },
    },
    value: times(size * 100, (at) => [at === size * 99 ? -1 : at]),
  }),
  "a long chain of references": (size) => ({
    schemas: Object.fromEntries(
      times(size * 8, (index) => [
        `c${index}`,
        index === size * 8 - 1 ? never : { minProperties: 1, ...ref(`c${index + 1}`) },
      ]),
    ),
    value: {},
  }),
  "many members that nobody evaluates": (size) => ({
    schemas: {
      m: {
        anyOf: times(60, () => ({ ...ref("rest"), ...never })),
      },
      rest: { unevaluatedProperties: { type: "number" }, properties: { a: true } },
    },
    value: Object.fromEntries(times(size * 300, (index) => [`m${index}`, index])),
  }),
};

const SIZES = [1, 3, 5, 8, 12, 16, 20, 24, 28, 30, 40, 60];

/** 300 and more: every family in twelve sizes, of which the largest fit a frame of 128 KiB. */
export const HOSTILE_SCHEMAS: readonly HostileSchemas[] = Object.entries(FAMILIES).flatMap(
  ([name, family]) => SIZES.map((size) => ({ name: `${name}, ${size}`, ...family(size) })),
);
