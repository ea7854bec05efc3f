import { literal } from "../../render/code.ts";
import type { Prepared } from "../prepare.ts";
import { isRecord } from "../record.ts";
import { arraySteps } from "./array-steps.ts";
import { bodyLines, guarded, indented } from "./body.ts";
import { combinationSteps, referenceSteps } from "./combination-steps.ts";
import type { ModuleWriter } from "./module.ts";
import { objectSteps } from "./object-steps.ts";
import { faultStep, linesStep } from "./part.ts";
import type { Part, Step } from "./part.ts";
import { constantSteps, formatSteps, numberSteps, textSteps } from "./scalar-steps.ts";
import { needsFuel } from "./metering.ts";
import type { Keywords, Site, Writing } from "./writing.ts";
import { createFormatUse } from "./format-use.ts";

/** Writes checks of the definitions of one API into a module; each function is written when it is first asked for. */
export function createWriting(module: ModuleWriter, prepared: Prepared): Writing {
  const functions = new Map<string, Part>();
  const namesOf = new Map([...prepared.nameOf].map(([name, key]) => [key, name] as const));
  const writing: Writing = {
    module,
    prepared,
    marks: new Map(),
    isMetered: needsFuel(prepared),
    nameOf: (definition) => namesOf.get(definition) ?? definition,
    usesFormats: createFormatUse(prepared),
    reference: (definition) => {
      const target = targetOf(prepared, definition);
      return target === null
        ? namedPart(module.core("refuse"), false)
        : partOf(prepared.definitions[target], [writing.nameOf(target)]);
    },
    part: (schema, words) => partOf(schema, words),
  };
  const partOf = (schema: unknown, words: readonly string[]): Part => {
    if (!isRecord(schema)) {
      return schema === false ? nothing(writing) : open(writing);
    }
    const reference = onlyReference(schema);
    if (reference !== null) {
      return writing.reference(reference);
    }
    const inline = inlinePart(writing, schema, words);
    if (inline !== null) {
      return inline;
    }
    const key = JSON.stringify(schema);
    const known = functions.get(key);
    if (known !== undefined) {
      return known;
    }
    const part = namedPart(module.names.declare(words), writing.usesFormats(schema));
    functions.set(key, part);
    writeFunction(writing, part.reference, schema, words);
    return part;
  };
  return writing;
}

/** The definition that references lead to in the end; null: they lead in a circle, and nothing fits. */
function targetOf({ definitions }: Prepared, definition: string): string | null {
  const passed = new Set<string>();
  for (let target = definition; !passed.has(target);) {
    passed.add(target);
    const schema = definitions[target];
    const next = isRecord(schema) ? onlyReference(schema) : null;
    if (next === null) {
      return target;
    }
    target = next;
  }
  return null;
}

function open({ module }: Writing): Part {
  return {
    call: () => "null",
    get reference() {
      return module.core("accept"); // imported only where something calls it
    },
    isOpen: true,
  };
}

function nothing({ module }: Writing): Part {
  return namedPart(module.core("expectNothing"), false);
}

function namedPart(name: string, usesFormats: boolean): Part {
  const more = usesFormats ? ", formats" : "";
  return { call: (value) => `${name}(${value}${more})`, reference: name, isOpen: false };
}

/** Keywords that say nothing by themselves. */
const SILENT = new Set(["x-fuel", "x-fuel-key", "x-exact"]);

function onlyReference(schema: Keywords): string | null {
  const keywords = Object.keys(schema).filter((keyword) => !SILENT.has(keyword));
  const { $ref: reference } = schema;
  return keywords.length === 1 && typeof reference === "string" ? reference : null;
}

/** Keywords that are one question, which may stand wherever a value does. */
const INLINE = new Set(["type", "const", "enum", "pattern", "format"]);

function inlinePart(writing: Writing, schema: Keywords, words: readonly string[]): Part | null {
  const keywords = Object.keys(schema).filter((keyword) => !SILENT.has(keyword));
  const [keyword] = keywords;
  if (keyword === undefined) {
    return open(writing);
  }
  if (keywords.length > 1 || !INLINE.has(keyword)) {
    return null;
  }
  const stepsAt = (place: string): readonly Step[] => {
    const site = { schema, place, words };
    return [
      ...typeSteps(writing, site),
      ...constantSteps(writing, site),
      ...formatSteps(writing, site),
      ...textSteps(writing, site),
    ];
  };
  const call = (place: string): string =>
    stepsAt(place)
      .map((step) => (step.kind === "fault" ? step.code : ""))
      .join("");
  const code = call("value");
  if (code === "") {
    return open(writing);
  }
  const bare = /^(\w+)\(value\)$/u.exec(code)?.[1];
  const parameters = writing.usesFormats(schema) ? "(value, formats)" : "(value)";
  return { call, reference: bare ?? `${parameters} => ${code}`, isOpen: false };
}

function writeFunction(
  writing: Writing,
  name: string,
  schema: Keywords,
  words: readonly string[],
): void {
  const steps = schemaSteps(writing, { schema, place: "value", words });
  const parameters = writing.usesFormats(schema) ? "value, formats" : "value";
  const meter = writing.isMetered
    ? [`  ${writing.module.core("spend")}(value${triedCode(schema)});`]
    : [];
  const lines = [...meter, ...indented(bodyLines(steps))];
  writing.module.add(`function ${name}(${parameters}) {`, ...lines, "}", "");
}

/** What a schema pays that may fail for another to be tried: a fault takes the time of so many looks. */
const BRANCH = 16;

function triedCode({ anyOf, oneOf, not, if: condition }: Keywords): string {
  const tried = [anyOf ?? [], oneOf ?? [], not ?? [], condition ?? []].flat().length;
  return tried === 0 ? "" : `, ${1 + tried * BRANCH}`;
}

/** Asks in the order in which the gateway does, so that both find the same fault first. */
function schemaSteps(writing: Writing, site: Site): readonly Step[] {
  const kinds = kindsOf(site.schema);
  const type = typeSteps(writing, site);
  const isLate = isTypeLate(site.schema);
  return [
    ...(isLate ? [] : type),
    ...referenceSteps(writing, site),
    ...(kinds.has("number") ? numberSteps(writing, site) : []),
    ...constantSteps(writing, site),
    ...formatSteps(writing, site),
    ...combinationSteps(writing, site),
    ...(isLate ? type : []),
    ...(kinds.has("string") ? textSteps(writing, site) : []),
    ...(kinds.has("array") ? arrayGroup(writing, site, kinds) : []),
    ...(kinds.has("object") ? objectGroup(writing, site, kinds) : []),
  ];
}

/** Keywords about one kind of value alone. */
const OF_KIND: Readonly<Record<string, string>> = {
  string: "pattern maxLength minLength",
  array:
    "maxItems minItems prefixItems items contains minContains maxContains uniqueItems unevaluatedItems",
  object:
    "required maxProperties minProperties propertyNames additionalProperties properties " +
    "patternProperties dependentRequired dependentSchemas unevaluatedProperties",
};

/** The gateway asks for the one kind of a schema where it asks for what is about that kind alone. */
function isTypeLate(schema: Keywords): boolean {
  const [type, ...more] = typesOf(schema);
  const keywords = (OF_KIND[type ?? ""] ?? "").split(" ");
  return more.length === 0 && keywords.some((keyword) => schema[keyword] !== undefined);
}

function arrayGroup(writing: Writing, site: Site, kinds: ReadonlySet<string>): readonly Step[] {
  const steps = arraySteps(writing, site);
  return kinds.size === 1 || steps.length === 0 ? steps : [guarded("Array.isArray(value)", steps)];
}

function objectGroup(writing: Writing, site: Site, kinds: ReadonlySet<string>): readonly Step[] {
  const steps = objectSteps(writing, site);
  if (kinds.size === 1 || steps.length === 0) {
    return steps;
  }
  const own = linesStep(`const own = ${writing.module.core("membersOf")}(value);`);
  return [own, guarded("own !== null", steps)];
}

const KINDS = ["null", "boolean", "number", "string", "array", "object"] as const;
const ASKS = {
  null: "expectNull",
  boolean: "expectBoolean",
  number: "expectNumber",
  integer: "expectInteger",
  string: "expectText",
  array: "expectArray",
  object: "expectObject",
} as const;

function isType(type: unknown): type is keyof typeof ASKS {
  return typeof type === "string" && Object.hasOwn(ASKS, type);
}

function typesOf({ type }: Keywords): readonly (keyof typeof ASKS)[] {
  return [type].flat().filter(isType);
}

/** The kinds of value that a schema's `type` lets through; all where it has none. */
function kindsOf(schema: Keywords): ReadonlySet<string> {
  const types = typesOf(schema);
  return new Set(
    types.length === 0 ? KINDS : types.map((type) => (type === "integer" ? "number" : type)),
  );
}

function typeSteps({ module }: Writing, { schema, place }: Site): readonly Step[] {
  const types = typesOf(schema);
  const [type] = types;
  if (type === undefined) {
    return [];
  }
  if (types.length > 1) {
    const list = `[${types.map((each) => literal(each)).join(", ")}]`;
    return [faultStep(`${module.core("expectKind")}(${place}, ${list})`)];
  }
  const isOnly = Object.keys(schema).filter((keyword) => !SILENT.has(keyword)).length === 1;
  const code = `${module.core(ASKS[type])}(${place})`;
  if (isOnly || (type !== "object" && type !== "array")) {
    return [faultStep(code)];
  }
  return type === "array"
    ? [linesStep(`if (!Array.isArray(value)) return ${code};`)]
    : [
        linesStep(
          `const own = ${module.core("membersOf")}(value);`,
          `if (own === null) return ${code};`,
        ),
      ];
}
