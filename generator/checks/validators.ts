import Ajv, { nil } from "ajv/dist/core.js";
import type { Vocabulary } from "ajv/dist/core.js";
import getApplicators from "ajv/dist/vocabularies/applicator/index.js";
import coreVocabulary from "ajv/dist/vocabularies/core/index.js";
import next from "ajv/dist/vocabularies/next.js";
import unevaluated from "ajv/dist/vocabularies/unevaluated/index.js";
import validation from "ajv/dist/vocabularies/validation/index.js";
import type { SourceCode } from "ajv/dist/types/index.js";
import type { JsonSchema } from "../model/api.ts";
import { FUEL_KEYWORD, KEYWORDS } from "./keywords.ts";
import { prepareSchemas } from "./prepare.ts";
import { isRecord } from "./record.ts";
import { REFERENCE } from "./reference.ts";
import type { Prepared, SchemaFailure } from "./prepare.ts";
import { standaloneText } from "./standalone.ts";

/** Validators of one API, compiled together so that they share the functions of shared schemas. */
export interface Validators {
  /**
   * An expression, a function of `require` whose value holds one validator under each of `keys`. It stands in
   * parentheses: engines then read it once, at load, and not again when it is called.
   */
  readonly code: string;
  /** By name in `schemas`: the property of the code's value. */
  readonly keys: ReadonlyMap<string, string>;
  readonly withFormat: ReadonlySet<string>;
  readonly failures: readonly SchemaFailure[];
}

/** Schemas of at most this many keywords and their `x-fuel` are written where used, not called. */
const INLINED_KEYWORDS = 4;

/** Compiles the schemas `names` of `schemas` with one ajv instance (JSON Schema 2020-12). */
export function compileValidators(
  schemas: Readonly<Record<string, JsonSchema>>,
  names: Iterable<string>,
): Validators {
  const prepared = prepareSchemas(schemas);
  const ajv = createAjv(prepared);
  const keys = new Map<string, string>();
  const failures = [...prepared.failures];
  for (const name of names) {
    const key = prepared.nameOf.get(name);
    if (key === undefined) {
      failures.push(notCheckable(name, "there is no schema of this name"));
      continue;
    }
    try {
      const validator = ajv.getSchema(key);
      if (validator !== undefined) {
        trimSchemas(validator);
        keys.set(name, key);
      }
    } catch (error) {
      failures.push(notCheckable(name, reasonOf(error)));
    }
  }
  const body = standaloneText(ajv, [...new Set(keys.values())]);
  const code = `(function(require){const exports={};${patternCode(prepared, body)}${body};return exports})`;
  return { code, keys, withFormat: prepared.withFormat, failures };
}

function notCheckable(schema: string, reason: string): SchemaFailure {
  return { schema, pointer: "", reason, rule: "schema-not-checkable" };
}

/** How the code of checks gets a pattern's test; a pattern that has a machine is run by that. */
function patternCode({ machines }: Prepared, body: string): string {
  if (!body.includes(PATTERN_TEST)) {
    return "";
  }
  const text = JSON.stringify(JSON.stringify([...machines]));
  const given = machines.size === 0 ? "" : `const machines=new Map(JSON.parse(${text}));`;
  const machine = machines.size === 0 ? "" : ",machines.get(p)";
  return `${given}const ${PATTERN_TEST}=(p)=>require("framegate/pattern")(p${machine});`;
}

/** Of a form that ajv, which puts numbers behind its names, never makes. */
const PATTERN_TEST = "patternTest";

function createAjv(prepared: Prepared): Ajv.default {
  const ajv = new Ajv.default({
    strict: false,
    logger: false,
    meta: false,
    validateSchema: false,
    addUsedSchema: false,
    ownProperties: true,
    strictNumbers: true,
    messages: false,
    inlineRefs: INLINED_KEYWORDS,
    next: true,
    unevaluated: prepared.usesUnevaluated,
    code: {
      source: true,
      lines: false,
      optimize: false,
      // ajv makes a function of all code at once; ours is only run when a sample is checked.
      process: () => "return function(){}",
      regExp: Object.assign(patternOf, { code: PATTERN_TEST }),
    },
  });
  // No function of ajv's is run, so none needs its constants; ajv copies them all for each further one.
  ajv.scope.scopeRefs = () => nil;
  for (const vocabulary of vocabularies()) {
    ajv.addVocabulary(vocabulary);
  }
  for (const [name, definition] of Object.entries(prepared.definitions)) {
    ajv.addSchema(definition, name);
  }
  return ajv;
}

/** Keywords in the order in which they are looked at: work is paid for before it is done. */
function vocabularies(): readonly Vocabulary[] {
  const own = new Set([...KEYWORDS, FUEL_KEYWORD, REFERENCE].map(({ keyword }) => String(keyword)));
  const others = (vocabulary: Vocabulary): Vocabulary =>
    vocabulary.filter((definition) => {
      const keywords = typeof definition === "string" ? definition : definition.keyword;
      return ![keywords].flat().some((keyword) => own.has(keyword));
    });
  return [
    [FUEL_KEYWORD, REFERENCE],
    others(coreVocabulary.default),
    others(validation.default),
    [...KEYWORDS],
    getApplicators.default(true),
    next.default,
    unevaluated.default,
  ];
}

/** What ajv knows a pattern's test by; it never calls it. */
function patternOf(pattern: string): { test: () => boolean; toString: () => string } {
  return { test: () => false, toString: () => pattern };
}

/** ajv notes every schema for its standalone code, though few functions look at theirs. */
function trimSchemas(validator: object): void {
  const pending = new Set<object>([validator]);
  for (const compiled of pending) {
    if (!hasSource(compiled)) {
      continue;
    }
    const { validateCode, scopeValues } = compiled.source;
    for (const name of scopeValues["schema"] ?? []) {
      if (!validateCode.includes(String(name))) {
        scopeValues["schema"]?.delete(name);
      }
    }
    for (const name of [...(scopeValues["validate"] ?? []), ...(scopeValues["wrapper"] ?? [])]) {
      const reference: unknown = name.value?.ref;
      if (
        (typeof reference === "object" || typeof reference === "function") &&
        reference !== null
      ) {
        pending.add(reference);
      }
    }
  }
}

function hasSource(value: object): value is { readonly source: SourceCode } {
  return "source" in value && isRecord(value.source);
}

function reasonOf(error: unknown): string {
  return error instanceof RangeError
    ? "it is nested too deeply"
    : error instanceof Error
      ? error.message
      : String(error);
}
