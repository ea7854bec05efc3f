import type { JsonSchema } from "../../model/api.ts";
import type { PlainObject, SourceNode } from "../../source/tree.ts";
import {
  ignoresRefSiblings,
  jsonSchemaDraft,
  languageOf,
  newerKeyword,
  type SchemaDialect,
} from "./dialect.ts";
import { draftOf, finished, type Draft, type Lowering } from "./draft.ts";
import type { Say } from "./findings.ts";
import { lowerBounds } from "./lower-bounds.ts";
import { lowerComposition } from "./lower-composition.ts";
import { lowerStructure } from "./lower-structure.ts";
import { lowerType } from "./lower-type.ts";
import { isObject, memberOf, shown } from "./node.ts";
import { noteOf, type Notes } from "./notes.ts";
import { asRecord } from "./record.ts";
import { guessedType } from "./type-names.ts";

/** What the table gives to the lowering of one definition. */
export interface LowerContext {
  readonly say: Say;
  readonly notes: Notes;
  /** The name of the definition that a `$ref` leads to; null: it leads nowhere, which is reported. */
  refer(node: SourceNode, dialect: SchemaDialect): string | null;
  /** Takes note of a schema that is read as 2020-12 though its dialect is older. */
  readAsNewer(node: SourceNode, keyword: string): void;
}

/** Inline nesting beyond this is refused: every level costs stack here, in ajv and in who reads it. */
const MAX_DEPTH = 64;

/**
 * Lowers one schema to JSON Schema 2020-12: only keywords that check something, in one order, with
 * references as `#/$defs/<name>`. Inner schemas stay inline; what a `$ref` leads to is a definition.
 */
export function lowerSchema(
  node: SourceNode,
  dialect: SchemaDialect,
  context: LowerContext,
): JsonSchema {
  return lowerAt(node, { dialect, context, depth: 0 });
}

interface Step {
  readonly dialect: SchemaDialect;
  readonly context: LowerContext;
  readonly depth: number;
}

function lowerAt(node: SourceNode, step: Step): JsonSchema {
  const { say } = step.context;
  const { value } = node;
  if (typeof value === "boolean") {
    return value;
  }
  if (value === null) {
    say("schema-empty", node, "the schema is empty; it is read as true");
    return true;
  }
  if (step.depth > MAX_DEPTH) {
    say("schema-too-deep", node, `the schema is nested more than ${MAX_DEPTH} levels deep`);
    return true;
  }
  if (isObject(value)) {
    return lowerObject(node, value, step);
  }
  const guess = typeof value === "string" ? guessedType(value) : null;
  if (guess === null || typeof value !== "string") {
    say("schema-not-a-schema", node, `${shown(value)} is no schema, expected an object`);
    return true;
  }
  say("schema-shorthand", node, `${shown(value)} is read as {type: ${value}}`);
  return lowerObject(node, { type: value }, step);
}

function lowerObject(node: SourceNode, written: PlainObject, step: Step): JsonSchema {
  const inner = multiFormat(node, written, step);
  if (inner !== null) {
    return inner.schema === null
      ? true
      : lowerAt(inner.schema, { ...step, dialect: inner.dialect });
  }
  const $schema = written["$schema"];
  const dialect = typeof $schema === "string" ? jsonSchemaDraft($schema) : step.dialect;
  const keyword = newerKeyword(written, dialect);
  if (keyword !== null) {
    step.context.readAsNewer(node, keyword);
  }
  const lowering: Lowering = {
    say: step.context.say,
    dialect,
    lower: (child) => lowerAt(child, { ...step, dialect, depth: step.depth + 1 }),
  };
  const schema = lowerKeywords(draftOf(node, written), lowering, step.context);
  step.context.notes.keep(schema, noteOf(written));
  return schema;
}

function lowerKeywords(draft: Draft, lowering: Lowering, context: LowerContext): JsonSchema {
  const reference = referenceOf(draft, lowering, context);
  if (reference === null) {
    // What cannot be read must not let anything through.
    return false;
  }
  lowerType(draft, lowering);
  lowerBounds(draft, lowering);
  lowerStructure(draft, lowering);
  lowerComposition(draft, lowering);
  if (reference !== undefined) {
    reportSiblings(draft, lowering);
    draft.out["$ref"] = `#/$defs/${reference}`;
  }
  const schema = finished(draft);
  const addsNull =
    draft.written["nullable"] === true &&
    schema !== true &&
    draft.out["type"] === undefined &&
    draft.out["enum"] === undefined;
  return addsNull ? asRecord([["anyOf", [{ type: "null" }, schema]]]) : schema;
}

/** The definition that the schema refers to; null: its `$ref` leads nowhere; undefined: it has none. */
function referenceOf(
  draft: Draft,
  lowering: Lowering,
  context: LowerContext,
): string | null | undefined {
  for (const keyword of ["$ref", "$dynamicRef", "$recursiveRef"]) {
    const target = draft.written[keyword];
    if (typeof target !== "string") {
      continue;
    }
    const { file, pointer } = draft.node;
    const value = asRecord([["$ref", target]]) as PlainObject;
    return context.refer({ file, pointer, value }, lowering.dialect);
  }
  return undefined;
}

function reportSiblings(draft: Draft, lowering: Lowering): void {
  const siblings = Object.keys(draft.out);
  if (siblings.length === 0 || !ignoresRefSiblings(lowering.dialect)) {
    return;
  }
  lowering.say(
    "schema-ref-siblings",
    draft.node,
    `${siblings.join(", ")} beside $ref: applied together with it`,
    "write allOf: [{$ref: …}, {…}] to say so in every dialect",
  );
}

/** The schema in a multi-format schema object, which may stand wherever a schema may. */
function multiFormat(
  node: SourceNode,
  written: PlainObject,
  step: Step,
): { readonly schema: SourceNode | null; readonly dialect: SchemaDialect } | null {
  const format = written["schemaFormat"];
  const schema = memberOf(node, "schema");
  if (typeof format !== "string" || schema === null) {
    return null;
  }
  const language = languageOf(format);
  if (language.kind === "json-schema") {
    return { schema, dialect: language.dialect };
  }
  const place = memberOf(node, "schemaFormat") ?? node;
  const reason =
    language.kind === "unknown"
      ? "is unknown"
      : "is possible for the whole payload of a message only";
  step.context.say("schema-format-unknown", place, `schemaFormat ${shown(format)} ${reason}`);
  return { schema: null, dialect: step.dialect };
}
