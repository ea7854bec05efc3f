import { faultStep } from "./part.ts";
import type { Step } from "./part.ts";
import { listOf } from "./writing.ts";
import type { Site, Writing } from "./writing.ts";

/** `$ref`: the schema that it leads to. */
export function referenceSteps(writing: Writing, { schema, place }: Site): readonly Step[] {
  const { $ref: reference } = schema;
  return typeof reference === "string" ? [faultStep(writing.reference(reference).call(place))] : [];
}

/** `not`, `anyOf`, `oneOf`, `allOf`, `if`: in the order in which the gateway looks at them. */
export function combinationSteps(writing: Writing, site: Site): readonly Step[] {
  return [
    ...notSteps(writing, site),
    ...unionSteps(writing, site, "anyOf"),
    ...unionSteps(writing, site, "oneOf"),
    ...allSteps(writing, site),
    ...conditionSteps(writing, site),
  ];
}

function notSteps(writing: Writing, { schema, place, words }: Site): readonly Step[] {
  const { not } = schema;
  if (not === undefined) {
    return [];
  }
  const part = writing.part(not, [...words, "not"]);
  return [faultStep(`${writing.module.core("expectNot")}(${place}, ${part.call(place)})`)];
}

const UNIONS = { anyOf: "expectAnyOf", oneOf: "expectExactlyOne" } as const;

function unionSteps(
  writing: Writing,
  { schema, place, words }: Site,
  keyword: keyof typeof UNIONS,
): readonly Step[] {
  if (schema[keyword] === undefined) {
    return [];
  }
  const schemas = listOf(schema, keyword);
  const parts = schemas.map((inner, index) =>
    writing.part(inner, [...words, "option", String(index + 1)]),
  );
  if (keyword === "anyOf" && parts.some(({ isOpen }) => isOpen)) {
    return [];
  }
  const { module } = writing;
  const list = `[${parts.map(({ reference }) => reference).join(", ")}]`;
  const options = module.constant([...words, "options"], list);
  const formats = schemas.some(writing.usesFormats) ? ", formats" : "";
  return [faultStep(`${module.core(UNIONS[keyword])}(${place}, ${options}${formats})`)];
}

function allSteps(writing: Writing, { schema, place, words }: Site): readonly Step[] {
  return listOf(schema, "allOf").flatMap((inner, index) => {
    const part = writing.part(inner, [...words, "part", String(index + 1)]);
    return part.isOpen ? [] : [faultStep(part.call(place))];
  });
}

function conditionSteps(writing: Writing, { schema, place, words }: Site): readonly Step[] {
  if (schema["if"] === undefined) {
    return [];
  }
  const branch = (keyword: "then" | "else"): string => {
    const part = writing.part(schema[keyword] ?? true, [...words, keyword]);
    return part.isOpen ? "null" : part.call(place);
  };
  const [then, otherwise] = [branch("then"), branch("else")];
  if (then === "null" && otherwise === "null") {
    return [];
  }
  const condition = writing.part(schema["if"], [...words, "if"]).call(place);
  return [faultStep(`(${condition} === null ? ${then} : ${otherwise})`)];
}
