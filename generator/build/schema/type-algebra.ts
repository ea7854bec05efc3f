import type { Field, Type } from "../../model/type.ts";

/** The type of a value that is of one of the options. */
export function oneOf(options: readonly Type[], tag: string | null): Type {
  const flat = options.flatMap((option) =>
    option.kind === "union" && (option.tag === null || option.tag === tag)
      ? option.options
      : [option],
  );
  if (flat.some((option) => option.kind === "unknown")) {
    return { kind: "unknown" };
  }
  const distinct = new Map(
    flat
      .filter((option) => option.kind !== "never")
      .map((option) => [JSON.stringify(option), option]),
  );
  const members = withoutNarrower([...distinct.values()]);
  const [only] = members;
  if (only === undefined) {
    return { kind: "never" };
  }
  return members.length === 1 ? only : { kind: "union", tag, options: members };
}

/** A literal beside its whole type, an integer beside a number: the wider one says it all. */
function withoutNarrower(options: readonly Type[]): readonly Type[] {
  const kinds = new Set(options.map((option) => option.kind));
  return options.filter((option) => {
    if (option.kind === "integer") {
      return !kinds.has("number");
    }
    if (option.kind !== "literal") {
      return true;
    }
    const isNumber = typeof option.value === "number";
    const isCovered = isNumber
      ? kinds.has("number") || kinds.has("integer")
      : kinds.has(typeof option.value === "string" ? "string" : "boolean");
    return !isCovered;
  });
}

/** The type of a value that is of all the parts at once. */
export function allOf(parts: readonly Type[]): Type {
  const flat = parts
    .flatMap((part) => (part.kind === "intersection" ? part.parts : [part]))
    .filter((part) => part.kind !== "unknown");
  const distinct = [...new Map(flat.map((part) => [JSON.stringify(part), part])).values()];
  const merged = mergeRecords(distinct);
  const [only] = merged;
  if (merged.some((part) => part.kind === "never")) {
    return { kind: "never" };
  }
  if (only === undefined) {
    return { kind: "unknown" };
  }
  const specific = merged.length > 1 ? withoutWider(merged) : merged;
  const [last] = specific;
  return specific.length === 1 && last !== undefined
    ? last
    : { kind: "intersection", parts: specific };
}

/** `{type: object}` beside a record, `{type: string}` beside its literals: the narrower one says it all. */
function withoutWider(parts: readonly Type[]): readonly Type[] {
  const hasShape = parts.some((part) => part.kind === "record" || isRecordLike(part));
  const kept = parts.filter(
    (part) => !(hasShape && part.kind === "map" && part.value.kind === "unknown"),
  );
  const literals = kept.find((part) => isLiterals(part));
  return literals === undefined
    ? kept
    : kept.filter((part) => !["string", "integer", "number", "boolean"].includes(part.kind));
}

function isRecordLike(part: Type): boolean {
  return (
    part.kind === "ref" ||
    (part.kind === "union" && part.options.every((o) => o.kind === "record" || o.kind === "ref"))
  );
}

function isLiterals(part: Type): boolean {
  return (
    part.kind === "literal" ||
    (part.kind === "union" && part.options.every((option) => option.kind === "literal"))
  );
}

type RecordType = Extract<Type, { kind: "record" }>;

/** Records that are written out become one, at the place of the first. */
function mergeRecords(parts: readonly Type[]): readonly Type[] {
  const records = parts.filter((part): part is RecordType => part.kind === "record");
  if (records.length < 2) {
    return parts;
  }
  const merged: Type = records.reduce(mergeTwo);
  const first = parts.findIndex((part) => part.kind === "record");
  return parts
    .map((part, index) => (index === first ? merged : part))
    .filter((part) => part === merged || part.kind !== "record");
}

function mergeTwo(a: RecordType, b: RecordType): RecordType {
  const inB = new Map(b.fields.map((field) => [field.name, field]));
  const shared = new Set(a.fields.map((field) => field.name));
  const fields = a.fields.map((field) => mergeFields(field, inB.get(field.name)));
  return {
    kind: "record",
    fields: [...fields, ...b.fields.filter((field) => !shared.has(field.name))],
    rest: a.rest === null || b.rest === null ? null : allOf([a.rest, b.rest]),
  };
}

function mergeFields(a: Field, b: Field | undefined): Field {
  if (b === undefined) {
    return a;
  }
  return {
    name: a.name,
    type: allOf([a.type, b.type]),
    required: a.required || b.required,
    description: a.description ?? b.description,
    deprecated: a.deprecated || b.deprecated,
  };
}
