import { describe, expect, it } from "vitest";
import { readJson } from "../../../runtime/messages/json/read-json.ts";
import type { JsonReading } from "../../../runtime/messages/json/read-json.ts";

const LIMITS = { depth: 64 };
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string, depth = LIMITS.depth): JsonReading =>
  readJson(bytesOf(text), { depth });
const fits = {
  kind: "value",
  duplicateKey: null,
  loneSurrogate: false,
  unsafeNumber: false,
  holder: null,
};

/** Texts that are JSON and hold nothing odd; the value is what JSON.parse says. */
const PLAIN: Readonly<Record<string, string>> = {
  "an empty object": "{}",
  "an empty array": "[]",
  "an empty string": '""',
  "an empty key": '{"":0}',
  null: "null",
  true: "true",
  false: "false",
  zero: "0",
  "minus zero": "-0",
  "minus zero with a fraction": "-0.0",
  "one digit": "7",
  "a negative integer": "-7",
  "a fraction": "1.5",
  "a fraction below one": "0.25",
  "zeros at the end of a fraction": "1.500000",
  "the largest safe integer": "9007199254740991",
  "the smallest safe integer": "-9007199254740991",
  "two to the power of 54": "18014398509481984",
  "an exponent": "1e3",
  "a capital exponent": "1E3",
  "an exponent with a plus": "1e+3",
  "an exponent with a minus": "1e-3",
  "an exponent with zeros in front": "1e003",
  "a fraction and an exponent": "1.25e2",
  "zero with a huge exponent": "0e999999",
  "zero with a tiny exponent": "0e-999999",
  "the smallest double": "5e-324",
  "seventeen digits that a double prints": "0.12345678901234568",
  "a number with 16 digits": "1234567890.123456",
  "numbers in an array": "[1,-2,3.5]",
  "white space of all four kinds": " \t\r\n[ \t\r\n1 , \t\r\n2 ] \t\r\n",
  "white space around an object": ' { "a" : 1 , "b" : 2 } ',
  "white space in empty containers": "[ { } , [ ] ]",
  "every simple escape": String.raw`"\"\\\/\b\f\n\r\t"`,
  "an escaped control character": String.raw`"\u0000"`,
  "an escaped letter in capitals": String.raw`"\u00E9\u00e9"`,
  "an escaped surrogate pair": String.raw`"\uD83D\uDE00"`,
  "two escaped surrogate pairs": String.raw`"\uD83D\uDE00\ud83d\ude00"`,
  "an escaped backslash before a u": String.raw`"\\u0041"`,
  "an escaped quote at the end": String.raw`"a\""`,
  "escaped backslashes at the end": String.raw`"a\\\\"`,
  "two-byte characters": '"é"',
  "three-byte characters": '"€"',
  "four-byte characters": '"😀"',
  "a key of four-byte characters": '{"😀":1}',
  "a delete character": '"\u007f"',
  "a line separator": '"\u2028\u2029"',
  "a non-character": '"\uffff"',
  "a byte order mark inside": '"\ufeff"',
  "a key of escapes": String.raw`{"\u0061\n":1}`,
  "the same key in two objects": '[{"a":1},{"a":2}]',
  "the same key at two depths": '{"a":{"a":{"a":1}}}',
  "keys that differ in case": '{"a":1,"A":2}',
  "a key that begins another": '{"a":1,"ab":2,"abc":3}',
  "keys of the same length": '{"ab":1,"ba":2,"aa":3,"bb":4}',
  "twenty keys": `{${Array.from({ length: 20 }, (_, i) => `"k${i}":${i}`).join()}}`,
  "a key like a method": '{"constructor":1,"toString":2,"hasOwnProperty":3}',
  "a key like __proto__": '{"__proto":1,"_proto__":2,"__PROTO__":3,"__proto_x":4}',
  "__proto__ as a value": '"__proto__"',
  "brackets in strings": '["]","}","[","{",":",","]',
  "comments in strings": '"/* // */"',
  "nested arrays": "[[[[[[[[]]]]]]]]",
  "an array after an object": '{"a":[{"b":[]}]}',
  "sixty-four levels": `${"[".repeat(64)}${"]".repeat(64)}`,
  "many empty siblings": `[${"[],".repeat(100)}{}]`,
};

describe("a text that is JSON", () => {
  it.each(Object.entries(PLAIN))("reads %s", (_name, text) => {
    expect(read(text)).toEqual({ ...fits, value: JSON.parse(text) });
  });
});

/** Texts that are no JSON, the byte where that shows, and why. */
const BROKEN: Readonly<Record<string, readonly [text: string, offset: number, reason: string]>> = {
  "nothing at all": ["", 0, "expected a value"],
  "white space only": [" \n", 2, "expected a value"],
  "a form feed": ["\f1", 0, "expected a value"],
  "a no-break space": ["\u00a01", 0, "expected a value"],
  "a byte order mark": ["\ufeff{}", 0, "begins with a byte order mark"],
  "two values": ["1 2", 2, "expected the end of the text"],
  "two objects": ["{}{}", 2, "expected the end of the text"],
  "a value and a comma": ["1,", 1, "expected the end of the text"],
  "a closing bracket alone": ["]", 0, "expected a value"],
  "a closing brace alone": ["}", 0, "expected a value"],
  "a bracket too many": ["[]]", 2, "expected the end of the text"],
  "a NUL at the end": ["1\u0000", 1, "expected the end of the text"],
  "a comment": ["1 // x", 2, "expected the end of the text"],
  "an array without an end": ["[", 1, "expected a value"],
  "an array without an end after an item": ["[1", 2, 'expected "," or "]"'],
  "an array that ends after a comma": ["[1,", 3, "expected a value"],
  "a comma at the end of an array": ["[1,]", 3, "expected a value"],
  "a comma at the start of an array": ["[,1]", 1, "expected a value"],
  "two commas in an array": ["[1,,2]", 3, "expected a value"],
  "no comma in an array": ["[1 2]", 3, 'expected "," or "]"'],
  "a colon in an array": ["[1:2]", 2, 'expected "," or "]"'],
  "an array closed as an object": ["[1}", 2, 'expected "," or "]"'],
  "an object without an end": ["{", 1, 'expected a key or "}"'],
  "an object that ends after a key": ['{"a"', 4, 'expected ":"'],
  "an object that ends after a colon": ['{"a":', 5, "expected a value"],
  "an object that ends after a value": ['{"a":1', 6, 'expected "," or "}"'],
  "an object that ends after a comma": ['{"a":1,', 7, "expected a key"],
  "a comma at the end of an object": ['{"a":1,}', 7, "expected a key"],
  "a comma at the start of an object": ['{,"a":1}', 1, 'expected a key or "}"'],
  "two commas in an object": ['{"a":1,,"b":2}', 7, "expected a key"],
  "no comma in an object": ['{"a":1 "b":2}', 7, 'expected "," or "}"'],
  "no colon in an object": ['{"a" 1}', 5, 'expected ":"'],
  "two colons": ['{"a"::1}', 5, "expected a value"],
  "a comma for a colon": ['{"a",1}', 4, 'expected ":"'],
  "a key without quotes": ["{a:1}", 1, 'expected a key or "}"'],
  "a key in single quotes": ["{'a':1}", 1, 'expected a key or "}"'],
  "a number as a key": ["{1:1}", 1, 'expected a key or "}"'],
  "an array as a key": ["{[]:1}", 1, 'expected a key or "}"'],
  "an object closed as an array": ['{"a":1]', 6, 'expected "," or "}"'],
  "a string in single quotes": ["'a'", 0, "expected a value"],
  "a string in backquotes": ["`a`", 0, "expected a value"],
  "a string without an end": ['"abc', 4, "a string without an end"],
  "a string that ends in a backslash": ['"abc\\', 4, "a bad escape in a string"],
  "a string that ends in an escaped quote": ['"abc\\"', 6, "a string without an end"],
  "a line feed in a string": ['"a\nb"', 2, "a control character in a string"],
  "a tab in a string": ['"a\tb"', 2, "a control character in a string"],
  "a NUL in a string": ['"a\u0000b"', 2, "a control character in a string"],
  "an escaped letter": ['"\\a"', 1, "a bad escape in a string"],
  "an escaped x": ['"\\x41"', 1, "a bad escape in a string"],
  "an escaped single quote": ['"\\\'"', 1, "a bad escape in a string"],
  "an escaped line feed": ['"\\\n"', 1, "a bad escape in a string"],
  "a capital u": ['"\\U0041"', 1, "a bad escape in a string"],
  "three hexadecimal digits": ['"\\u004"', 1, "a bad escape in a string"],
  "no hexadecimal digits": ['"\\u"', 1, "a bad escape in a string"],
  "a letter among hexadecimal digits": ['"\\u00g1"', 1, "a bad escape in a string"],
  "a sign among hexadecimal digits": ['"\\u-123"', 1, "a bad escape in a string"],
  "a bad escape after half a pair": ['"\\ud83d\\u00"', 7, "a bad escape in a string"],
  "a zero in front": ["01", 1, "expected the end of the text"],
  "two zeros": ["00", 1, "expected the end of the text"],
  "a minus alone": ["-", 1, "expected a digit"],
  "two minuses": ["--1", 1, "expected a digit"],
  "a minus and a zero in front": ["-01", 2, "expected the end of the text"],
  "a plus": ["+1", 0, "expected a value"],
  "a dot in front": [".5", 0, "expected a value"],
  "a minus and a dot": ["-.5", 1, "expected a digit"],
  "a dot at the end": ["1.", 2, "expected a digit"],
  "a dot before an exponent": ["1.e3", 2, "expected a digit"],
  "two dots": ["1.2.3", 3, "expected the end of the text"],
  "an exponent without digits": ["1e", 2, "expected a digit"],
  "an exponent with a sign only": ["1e+", 3, "expected a digit"],
  "an exponent with two signs": ["1e+-1", 3, "expected a digit"],
  "an exponent with a fraction": ["1e1.5", 3, "expected the end of the text"],
  "an exponent in an array": ["[1e]", 3, "expected a digit"],
  "a hexadecimal number": ["0x10", 1, "expected the end of the text"],
  "a separator": ["1_000", 1, "expected the end of the text"],
  "a big integer of JavaScript": ["1n", 1, "expected the end of the text"],
  NaN: ["NaN", 0, "expected a value"],
  Infinity: ["Infinity", 0, "expected a value"],
  "minus Infinity": ["-Infinity", 1, "expected a digit"],
  undefined: ["undefined", 0, "expected a value"],
  "a capital word": ["True", 0, "expected a value"],
  "half a word": ["tru", 3, "expected a value"],
  "a word and a letter": ["nullx", 4, "expected the end of the text"],
  "a misspelt word": ["nulx", 3, "expected a value"],
  "a full-width digit": ["１", 0, "expected a value"],
  "the key __proto__": ['{"__proto__":1}', 1, 'a key is "__proto__"'],
  "the key __proto__ escaped": ['{"\\u005f_proto__":1}', 1, 'a key is "__proto__"'],
  "the key __proto__ below": ['[{"a":{"__proto__":{}}}]', 7, 'a key is "__proto__"'],
  "the key __proto__ as one of many": [
    `{${"abcdefghijklmnop".replaceAll(/./gu, '"$&":1,')}"__proto__":1}`,
    97,
    'a key is "__proto__"',
  ],
  "sixty-five levels": [`${"[".repeat(65)}${"]".repeat(65)}`, 64, "nested deeper than 64"],
  "sixty-five levels of objects": [
    `${'{"a":'.repeat(65)}1${"}".repeat(65)}`,
    320,
    "nested deeper than 64",
  ],
  "a hundred thousand levels": ["[".repeat(100_000), 64, "nested deeper than 64"],
};

describe("a text that is not JSON", () => {
  it.each(Object.entries(BROKEN))("is refused for %s", (_name, [text, offset, reason]) => {
    expect(read(text)).toMatchObject({ kind: "fault", reason, offset });
  });

  it.each([
    ["a byte that begins nothing", [0xff]],
    ["a continuation byte alone", [0x22, 0x80, 0x22]],
    ["a character cut short", [0x22, 0xe2, 0x82, 0x22]],
    ["an overlong slash", [0x22, 0xc0, 0xaf, 0x22]],
    ["an encoded surrogate", [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ["a code point beyond Unicode", [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22]],
    ["UTF-16 with a byte order mark", [0xff, 0xfe, 0x31, 0x00]],
  ])("is refused as UTF-8 for %s", (_name, bytes) => {
    const fault = { kind: "fault", reason: "not UTF-8", offset: 0 };

    expect(readJson(Uint8Array.from(bytes), LIMITS)).toMatchObject(fault);
  });
});

/** Texts whose keys come twice, and the pointer of the second. */
const DUPLICATES: Readonly<Record<string, readonly [string, string]>> = {
  "a key": ['{"a":1,"a":2}', "/a"],
  "an empty key": ['{"":1,"":2}', "/"],
  "a key with the same value": ['{"a":1,"a":1}', "/a"],
  "a key once plain, once escaped": [String.raw`{"a":1,"\u0061":2}`, "/a"],
  "a key once escaped, once plain": [String.raw`{"\u0061":1,"b":0,"a":2}`, "/a"],
  "a key escaped in two ways": [String.raw`{"\n":1,"\u000a":2}`, "/\n"],
  "a key with a slash and a tilde": ['{"a/~":1,"a/~":2}', "/a~1~0"],
  "a key below": ['[0,{"x":[1,{"k":1,"k":2}]}]', "/1/x/1/k"],
  "a key after nested objects": ['{"a":{"b":1},"c":[{}],"a":2}', "/a"],
  "the first of two": ['{"a":{"x":1,"x":2},"a":1}', "/a/x"],
  "a key among many": [
    `{${Array.from({ length: 50 }, (_, i) => `"k${i}":0`).join()},"k7":1}`,
    "/k7",
  ],
  "the thirteenth key": [`{${"abcdefghijkl".replaceAll(/./gu, '"$&":1,')}"l":1}`, "/l"],
  "a key of four-byte characters": ['{"😀":1,"😀":2}', "/😀"],
  "a surrogate pair once plain, once escaped": [String.raw`{"😀":1,"\ud83d\ude00":2}`, "/😀"],
  "a key like a method": ['{"constructor":1,"constructor":2}', "/constructor"],
};

describe("a key given twice", () => {
  it.each(Object.entries(DUPLICATES))("is found for %s", (_name, [text, duplicateKey]) => {
    expect(read(text)).toEqual({ ...fits, duplicateKey, value: JSON.parse(text) });
  });
});

describe("half a surrogate pair", () => {
  it.each([
    ["a high one alone", String.raw`"\ud800"`],
    ["a low one alone", String.raw`"\udc00"`],
    ["a high one before a letter", String.raw`"\ud83dx"`],
    ["a high one before another escape", String.raw`"\ud83d\n"`],
    ["two high ones", String.raw`"\ud83d\ud83d"`],
    ["two high ones and a low one", String.raw`"\ud83d\ud83d\ude00"`],
    ["the pair in the wrong order", String.raw`"\ude00\ud83d"`],
    ["one in a key", String.raw`{"\ud800":1}`],
  ])("is noticed: %s", (_name, text) => {
    expect(read(text)).toEqual({ ...fits, loneSurrogate: true, value: JSON.parse(text) });
  });
});
