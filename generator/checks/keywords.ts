/**
 * Keywords that ajv's own code checks inexactly or slowly. Numbers are compared as doubles, and
 * only where two doubles are equal by their decimal texts (`x-exact` in the schema, the frame's
 * own text in the gateway); lengths are counted in code points only where the number of UTF-16
 * units leaves it open (JSON Schema validation 2020-12 section 6.3.1); `uniqueItems` is linear; and
 * what a frame's checks may cost is counted (`x-fuel`).
 */
import { getProperty } from "ajv/dist/compile/codegen/code.js";
import { _, Name, nil } from "ajv/dist/core.js";
import type { Code, CodeKeywordDefinition, KeywordCxt } from "ajv/dist/core.js";
import type { KeywordErrorCxt } from "ajv/dist/types/index.js";
import { formatKind } from "./formats.ts";
import { isRecord } from "./record.ts";

/** What the module `framegate/values` holds beside `constant`. */
type ValuesFunction = "compare" | "isMultiple" | "codePoints" | "members" | "equal" | "twins";

/** Pays for a schema: stands before all else. */
export const FUEL_KEYWORD: CodeKeywordDefinition = {
  keyword: "x-fuel",
  schemaType: "number",
  code: fuelCode,
};

/** All others, in place of ajv's keywords of the same names. */
export const KEYWORDS: readonly CodeKeywordDefinition[] = [
  memberCount("maxProperties", _`>`),
  memberCount("minProperties", _`<`),
  bound("maximum", _`<`, _`<=`),
  bound("exclusiveMaximum", _`<`, _`<`),
  bound("minimum", _`>`, _`>=`),
  bound("exclusiveMinimum", _`>`, _`>`),
  {
    keyword: "multipleOf",
    schemaType: "number",
    error: { message: "", params: ({ schemaCode }) => _`{multipleOf: ${schemaCode}}` },
    code(cxt) {
      const isMultiple = imported(cxt, "isMultiple");
      const text = exactText(cxt) ?? String(cxt.schema);
      cxt.fail(_`typeof ${cxt.data} == "number" && !${isMultiple}(${place(cxt)}, ${text})`);
    },
  },
  length("maxLength", (data, limit, count) => {
    return _`${data}.length > ${limit} && (${data}.length > ${limit * 2} || ${count} > ${limit})`;
  }),
  length("minLength", (data, limit, count) => {
    const few = _`${data}.length < ${limit}`;
    return limit < 2 ? few : _`${few} || ${data}.length < ${limit * 2} && ${count} < ${limit}`;
  }),
  {
    keyword: "const",
    error: { message: "", params: ({ schemaCode }) => _`{allowedValue: ${schemaCode}}` },
    code(cxt) {
      cxt.fail(_`!(${equality(cxt, cxt.schema, exactText(cxt))})`);
    },
  },
  {
    keyword: "enum",
    schemaType: "array",
    error: { message: "", params: ({ schemaCode }) => _`{allowedValues: ${schemaCode}}` },
    code: enumCode,
  },
  {
    keyword: "format",
    schemaType: "string",
    error: { message: "", params: ({ schemaCode }) => _`{format: ${schemaCode}}` },
    code: formatCode,
  },
  {
    keyword: "uniqueItems",
    type: "array",
    schemaType: "boolean",
    error: { message: "", params: ({ params }) => _`{i: ${params["i"]}[0], j: ${params["i"]}[1]}` },
    code(cxt) {
      if (cxt.schema === true) {
        const twins = cxt.gen.const("twins", _`${imported(cxt, "twins")}(${cxt.data})`);
        cxt.setParams({ i: twins });
        cxt.fail(_`${twins} !== null`);
      }
    },
  },
];

function bound(keyword: string, inside: Code, edge: Code): CodeKeywordDefinition {
  return {
    keyword,
    schemaType: "number",
    error: { message: "", params: (cxt) => _`{limit: ${exactText(cxt) ?? String(cxt.schema)}}` },
    code(cxt) {
      const { data, schemaCode } = cxt;
      const text = exactText(cxt) ?? String(cxt.schema);
      const compare = imported(cxt, "compare");
      const onEdge = _`${data} === ${schemaCode} && ${compare}(${place(cxt)}, ${text}) ${edge} 0`;
      cxt.fail(_`typeof ${data} == "number" && !(${data} ${inside} ${schemaCode} || ${onEdge})`);
    },
  };
}

function length(
  keyword: string,
  wrong: (data: Name, limit: number, count: Code) => Code,
): CodeKeywordDefinition {
  return {
    keyword,
    type: "string",
    schemaType: "number",
    error: { message: "", params: ({ schemaCode }) => _`{limit: ${schemaCode}}` },
    code(cxt) {
      const count = _`${imported(cxt, "codePoints")}(${cxt.data})`;
      cxt.fail(wrong(cxt.data, Number(cxt.schema), count));
    },
  };
}

function memberCount(keyword: string, wrong: Code): CodeKeywordDefinition {
  return {
    keyword,
    type: "object",
    schemaType: "number",
    error: { message: "", params: ({ schemaCode }) => _`{limit: ${schemaCode}}` },
    code(cxt) {
      cxt.fail(_`${imported(cxt, "members")}(${cxt.data}) ${wrong} ${cxt.schemaCode}`);
    },
  };
}

/** A key that becomes part of a pointer costs one unit for so many characters, as a power of 2. */
const KEY_SHIFT = 1;

/** Pays for what follows; a schema that looks at all members of an object pays for each. */
function fuelCode(cxt: KeywordCxt): void {
  const { gen, schemaCode, data, parentSchema, it } = cxt;
  const fuel = gen.scopeValue("func", { ref: "fuel", code: _`require("framegate/fuel")` });
  const key = it.parentDataProperty;
  const isNamed = parentSchema["x-fuel-key"] === true && key instanceof Name;
  const units = isNamed ? _`${schemaCode} + (${key}.length >> ${KEY_SHIFT})` : schemaCode;
  gen.if(_`(${fuel}.left -= ${units}) < 0`, () => gen.code(_`${fuel}.end()`));
  if ("unevaluatedProperties" in parentSchema) {
    const isObject = _`typeof ${data} == "object" && ${data} !== null`;
    gen.if(isObject, () => gen.code(_`${imported(cxt, "members")}(${data})`));
  }
}

/** Only formats that `formatKind` knows are left in a prepared schema. */
function formatCode(cxt: KeywordCxt): void {
  const { data, gen } = cxt;
  const name = String(cxt.schema);
  const format = gen.scopeValue("formats", {
    ref: name,
    code: _`require("framegate/formats")${getProperty(name)}`,
  });
  const args = formatKind(name) === "number" ? place(cxt) : data;
  cxt.fail(_`typeof ${data} == ${formatKind(name)} && !${format}(${args})`);
}

function enumCode(cxt: KeywordCxt): void {
  const values: readonly unknown[] = Array.isArray(cxt.schema) ? cxt.schema : [];
  const exact = exactOf(cxt);
  const texts: readonly unknown[] = Array.isArray(exact) ? exact : [];
  if (values.length === 0) {
    cxt.fail();
    return;
  }
  const tests = values.map((value, index) => {
    const text = texts[index];
    return equality(cxt, value, typeof text === "string" ? text : null);
  });
  cxt.pass(anyOf(tests));
}

/** Halves, and halves of these: code that is put together one by one is copied each time. */
function anyOf(tests: readonly Code[]): Code {
  const middle = tests.length >> 1;
  return middle === 0
    ? (tests[0] ?? nil)
    : _`${anyOf(tests.slice(0, middle))} || ${anyOf(tests.slice(middle))}`;
}

/** Is `data` this value of the schema, whose JSON text is `exact` where a double cannot hold it? */
function equality(cxt: KeywordCxt, value: unknown, exact: string | null): Code {
  const { data, gen } = cxt;
  if (typeof value === "number") {
    const compare = imported(cxt, "compare");
    return _`${data} === ${value} && ${compare}(${place(cxt)}, ${exact ?? String(value)}) === 0`;
  }
  if (!isRecord(value) && !Array.isArray(value)) {
    return _`${data} === ${typeof value === "string" || typeof value === "boolean" ? value : null}`;
  }
  const text = exact ?? JSON.stringify(value);
  const constant = gen.scopeValue("obj", {
    ref: text,
    code: _`require("framegate/values").constant(${text})`,
  });
  return _`${imported(cxt, "equal")}(${data}, ${constant})`;
}

/** A function of the module `framegate/values`; ajv knows it by its name, and never calls it. */
function imported(cxt: KeywordCxt, name: ValuesFunction): Name {
  return cxt.gen.scopeValue("func", {
    ref: name,
    code: _`require("framegate/values").${new Name(name)}`,
  });
}

/** Arguments that say where the value stands, and the value. */
function place({ data, it }: KeywordCxt): Code {
  return _`${it.parentData}, ${it.parentDataProperty}, ${data}`;
}

/** What is needed of a keyword to find its `x-exact`. */
type Written = Pick<KeywordErrorCxt, "keyword" | "parentSchema">;

function exactOf({ keyword, parentSchema }: Written): unknown {
  const exact: unknown = isRecord(parentSchema) ? parentSchema["x-exact"] : null;
  return isRecord(exact) ? exact[keyword] : null;
}

function exactText(cxt: Written): string | null {
  const exact = exactOf(cxt);
  return typeof exact === "string" ? exact : null;
}
