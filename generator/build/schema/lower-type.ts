import type { Plain } from "../../source/tree.ts";
import type { Draft, Lowering } from "./draft.ts";
import { roundedOf } from "./exact.ts";
import { isList, memberOf, shown } from "./node.ts";
import { guessedType, jsonType, type TypeMeaning } from "./type-names.ts";

/** Lowers `type`, `nullable`, `enum` and `const`. */
export function lowerType(draft: Draft, lowering: Lowering): void {
  const types = typesOf(draft, lowering);
  const values = valuesOf(draft, lowering);
  const enumOfNull = values?.includes(null) === true && types !== null && !types.includes("null");
  const nullable = draft.written["nullable"] === true;
  if (enumOfNull && !nullable) {
    lowering.say(
      "schema-enum-type",
      at(draft, "enum"),
      `enum has null, which is no ${types.join(" or ")}; null is taken as allowed`,
      `write type: [${[...types, "null"].join(", ")}]`,
    );
  }
  const withNull = (nullable || enumOfNull) && types !== null && !types.includes("null");
  const allTypes = withNull ? [...types, "null"] : types;
  if (allTypes !== null) {
    draft.out["type"] = allTypes.length === 1 ? allTypes[0] : allTypes;
  }
  if (values !== null) {
    const fitting = fittedTo(values, allTypes, draft, lowering);
    writeValues(draft, nullable && !fitting.includes(null) ? [...fitting, null] : fitting);
  }
}

function typesOf(draft: Draft, lowering: Lowering): readonly string[] | null {
  const written = draft.written["type"];
  if (written === undefined) {
    return null;
  }
  const names = isList(written) ? written : [written];
  if (names.length === 0) {
    lowering.say("schema-type-unknown", at(draft, "type"), "type is an empty list");
    return null;
  }
  const meanings = names.map((name) => meaningOf(name, draft, lowering));
  const known = meanings.filter((meaning) => meaning !== null);
  const format = known.find((meaning) => meaning.format !== null)?.format;
  if (format !== undefined && format !== null && draft.written["format"] === undefined) {
    draft.out["format"] = format;
  }
  if (known.length < names.length || known.some((meaning) => meaning.type === "any")) {
    return null;
  }
  return [...new Set(known.map((meaning) => meaning.type))];
}

function meaningOf(name: Plain, draft: Draft, lowering: Lowering): TypeMeaning | null {
  const place = at(draft, "type");
  // `type: [string, null]` in YAML has a null where the word "null" is meant.
  const text = name === null && isList(draft.written["type"]) ? "null" : name;
  const exact = typeof text === "string" ? jsonType(text) : null;
  if (exact !== null) {
    return { type: exact, format: null };
  }
  const guess = typeof text === "string" ? guessedType(text) : null;
  if (guess === null) {
    lowering.say(
      "schema-type-unknown",
      place,
      `type ${shown(name)} is unknown, expected one of null, boolean, object, array, number, integer, string`,
    );
    return null;
  }
  const meaning = guess.format === null ? guess.type : `${guess.type}, format: ${guess.format}`;
  lowering.say(
    "schema-type-slip",
    place,
    `type ${shown(name)} is read as ${meaning}`,
    hintOf(guess),
  );
  return guess;
}

function hintOf(meaning: TypeMeaning): string {
  if (meaning.type === "any") {
    return "leave type out";
  }
  const format = meaning.format === null ? "" : ` and format: ${meaning.format}`;
  return `write type: ${meaning.type}${format}`;
}

/** The values of `enum`, or of `const` as a list of one; null: neither is there. */
function valuesOf(draft: Draft, lowering: Lowering): readonly Plain[] | null {
  const constant = draft.written["const"];
  const written = draft.written["enum"];
  if (written === undefined) {
    return constant === undefined ? null : [constant];
  }
  const values = isList(written) ? written : [written];
  if (!isList(written)) {
    lowering.say(
      "schema-keyword-slip",
      at(draft, "enum"),
      `enum is ${shown(written)}, read as [${shown(written)}]`,
    );
  }
  if (values.length === 0) {
    lowering.say(
      "schema-contradiction",
      at(draft, "enum"),
      "enum has no values, so nothing passes",
    );
  }
  if (constant === undefined) {
    return values;
  }
  const key = shownExactly(constant);
  if (!values.some((value) => shownExactly(value) === key)) {
    lowering.say(
      "schema-contradiction",
      at(draft, "const"),
      `const ${shown(constant)} is not in enum`,
    );
  }
  return [constant];
}

/** Values as their type makes of them where none is of that type: `type: string, enum: [1, 2]`. */
function fittedTo(
  values: readonly Plain[],
  types: readonly string[] | null,
  draft: Draft,
  lowering: Lowering,
): readonly Plain[] {
  if (types === null || values.length === 0 || values.some((value) => fits(value, types))) {
    return values;
  }
  const converted = values.map((value) => convertedTo(value, types));
  const keyword = draft.written["enum"] === undefined ? "const" : "enum";
  const what = `${keyword} ${shown(draft.written[keyword] ?? null)} has no ${types.join(" or ")}`;
  if (converted.includes(null)) {
    lowering.say("schema-contradiction", at(draft, keyword), `${what}, so nothing passes`);
    return values;
  }
  lowering.say("schema-enum-type", at(draft, keyword), `${what}; read as ${shown(converted)}`);
  return converted;
}

function fits(value: Plain, types: readonly string[]): boolean {
  return types.some((type) => {
    switch (type) {
      case "null":
        return value === null;
      case "array":
        return isList(value);
      case "object":
        return typeof value === "object" && value !== null && !isList(value);
      case "integer":
        return typeof value === "bigint" || Number.isInteger(value);
      case "number":
        return typeof value === "bigint" || typeof value === "number";
      default:
        return typeof value === type;
    }
  });
}

function convertedTo(value: Plain, types: readonly string[]): Plain {
  if (types.includes("string") && ["number", "boolean", "bigint"].includes(typeof value)) {
    return String(value);
  }
  if (typeof value !== "string") {
    return null;
  }
  const numeric = /^-?\d+(\.\d+)?$/u.test(value) ? Number(value) : null;
  if (numeric !== null && fits(numeric, types)) {
    return numeric;
  }
  return types.includes("boolean") && /^(true|false)$/u.test(value) ? value === "true" : null;
}

function writeValues(draft: Draft, values: readonly Plain[]): void {
  const rounded = values.map(roundedOf);
  const [only] = rounded;
  if (draft.written["enum"] === undefined && only !== undefined && rounded.length === 1) {
    draft.out["const"] = only.value;
    if (only.exact !== null) {
      draft.exact["const"] = only.exact;
    }
    return;
  }
  const distinct = new Map(rounded.map((one) => [one.exact ?? JSON.stringify(one.value), one]));
  const members = [...distinct.values()];
  draft.out["enum"] = members.map((one) => one.value);
  if (members.some((one) => one.exact !== null)) {
    draft.exact["enum"] = members.map((one) => one.exact);
  }
}

function shownExactly(value: Plain): string {
  const { exact, value: json } = roundedOf(value);
  return exact ?? JSON.stringify(json);
}

function at(draft: Draft, keyword: string) {
  return memberOf(draft.node, keyword) ?? draft.node;
}
