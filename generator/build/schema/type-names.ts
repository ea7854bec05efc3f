/** The types of JSON Schema. */
export const JSON_TYPES = [
  "null",
  "boolean",
  "object",
  "array",
  "number",
  "integer",
  "string",
] as const;

export type JsonType = (typeof JSON_TYPES)[number];

/** What a name of a type plainly means. */
export interface TypeMeaning {
  readonly type: JsonType | "any";
  readonly format: string | null;
}

const SYNONYMS: ReadonlyMap<string, TypeMeaning> = new Map(
  Object.entries({
    number: "float double decimal numeric real float32 float64 bigdecimal",
    integer:
      "int long short int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 bigint biginteger",
    boolean: "bool",
    object: "map dict dictionary hash record struct json",
    array: "list tuple sequence set",
    string: "str text char varchar",
    null: "nil none nullable void undefined",
    any: "any mixed unknown variant",
    "string:date": "date",
    "string:date-time": "datetime date-time date_time timestamp",
    "string:time": "time",
    "string:uuid": "uuid guid",
    "string:email": "email",
    "string:uri": "uri url",
    "string:binary": "file binary bytes blob buffer",
  }).flatMap(([meaning, names]) =>
    names.split(" ").map((name) => [name, meaningOf(meaning)] as const),
  ),
);

function meaningOf(text: string): TypeMeaning {
  const [name = "", format = null] = text.split(":");
  return { type: jsonType(name) ?? "any", format };
}

/** The type of that very name. */
export function jsonType(name: string): JsonType | null {
  return JSON_TYPES.find((type) => type === name) ?? null;
}

/** What a type that JSON Schema does not know was meant to be, or null where nobody can tell. */
export function guessedType(name: string): TypeMeaning | null {
  const lower = name.trim().toLowerCase();
  const exact = jsonType(lower);
  if (exact !== null) {
    return { type: exact, format: null };
  }
  const synonym = SYNONYMS.get(lower);
  if (synonym !== undefined) {
    return synonym;
  }
  const near = JSON_TYPES.filter((type) => isOneSlipFrom(lower, type));
  const [only] = near;
  return only === undefined || near.length > 1 ? null : { type: only, format: null };
}

/** One letter too many, too few, wrong, or two swapped; only for words that are long enough to tell. */
function isOneSlipFrom(word: string, target: string): boolean {
  if (word.length < 4 || Math.abs(word.length - target.length) > 1) {
    return false;
  }
  let start = 0;
  while (start < word.length && word[start] === target[start]) {
    start += 1;
  }
  const rest = word.slice(start);
  const wanted = target.slice(start);
  const swapped = `${rest[1] ?? ""}${rest[0] ?? ""}${rest.slice(2)}`;
  const [added, dropped] = [rest.slice(1) === wanted, rest === wanted.slice(1)];
  return added || dropped || rest.slice(1) === wanted.slice(1) || swapped === wanted;
}
