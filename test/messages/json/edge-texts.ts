/** A text at the edge of JSON (RFC 8259), and whether it is JSON. */
export interface EdgeText {
  readonly bytes: Uint8Array;
  readonly isJson: boolean;
}

/** Values that are JSON, and what looks like it and is not; bytes are written as Latin-1. */
const VALUES = [
  ..."0|-0|1|-1|10|1.5|-0.0|1e0|1E0|1e+9|1e-9|1E+09|0e1|0.0e-0|1e400|-1e-400|123456789012345678901".split(
    "|",
  ),
  ...'true|false|null|""|"a"|"\\u0000"|"\\uD83D\\uDE00"|"\\ud83d"|"\\udead"|"\x7f"'.split("|"),
  ...'"\\""|"\\\\"|"\\/"|"\\b\\f\\n\\r\\t"|"\\u00e9"|"\xc3\xa9"|"\xf0\x9f\x98\x80"|"\xe2\x80\xa8"'.split(
    "|",
  ),
  ...'[]|{}|[ ]|{ }|[[]]|[{}]|{"":0}|{"a":{}}|[0,"",null]|{"a":1,"b":[]}| 1 |\t\r\n 1'.split("|"),
];
const BROKEN = [
  ..."|00|01|-01|+1|.5|5.|-|-.5|1.e1|1e|1e+|1e1.5|0x1|1_0|1,5|Infinity|-Infinity|NaN|-NaN|1f|1L|--1".split(
    "|",
  ),
  ...'True|TRUE|nul|nulll|undefined|tru|truefalse|\'a\'|`a`|"|"a|a"|"\\x41"|"\\u12"|"\\u{41}"'.split(
    "|",
  ),
  ...'"\\"|"\\a"|"\\0"|"\\u000G"|"\\U0041"|"\n"|"\t"|"\0"|"\x1f"|"\xff"|"\xc0\x80"|"\xed\xa0\x80"'.split(
    "|",
  ),
  ...'"\xf4\x90\x80\x80"|"\xe2\x80"|[|]|{|}|[,]|[1,]|[,1]|[1,,2]|[1 2]|[1|[1}|{]|{,}|{"a"}|{"a":}|{:1}'.split(
    "|",
  ),
  ...'{"a":1,}|{"a":1 "b":2}|{"a" 1}|{a:1}|{1:1}|{null:1}|{"a"::1}|{"a":1:2}|{"a":1}}|[1]]|[1]1|1 1'.split(
    "|",
  ),
  ..."//x\n1|/**/1|1/**/|#\n1|1;|\x0c1|\x0b1|\xa01|\xef\xbb\xbf1|\xfe\xff|\x00|1\x00|\xe2\x80\xa81|*|@|(1)".split(
    "|",
  ),
];
/** Where a value stands; `X` is it. */
const PLACES = ["X", "[X]", '{"k":X}'];
/** Not a text that a bracket around it would make JSON. */
const isPlaced = (value: string): boolean => !/^[\s\S]*(?:\]\]|\}\}|\]1|1 1|1,5)$/.test(value);

/** 318 and more: each value in each place. */
export const EDGE_TEXTS: readonly EdgeText[] = [
  ...textsOf(VALUES, true),
  ...textsOf(BROKEN, false),
];

function textsOf(values: readonly string[], isJson: boolean): readonly EdgeText[] {
  return values.flatMap((value) =>
    PLACES.filter((place) => place === "X" || (isPlaced(value) && value !== "")).map((place) => ({
      bytes: Buffer.from(
        place.replace("X", () => value),
        "latin1",
      ),
      isJson,
    })),
  );
}
