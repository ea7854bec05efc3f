import type { Place, Report } from "../../diagnostics.ts";
import type { JsonSchema, NamedType } from "../../model/api.ts";
import type { Plain, SourceNode, SourceTree } from "../../source/tree.ts";
import type { Decision } from "../reading.ts";
import type { SchemaDialect } from "./dialect.ts";
import { MAX_APPLIED, repetitionsAmong } from "./endless.ts";
import { sayTo, type Say } from "./findings.ts";
import { lowerSchema, type LowerContext } from "./lower.ts";
import { createSchemaNames } from "./names.ts";
import { isObject, memberOf, placeKey } from "./node.ts";
import { createNotes, type Note, type Notes } from "./notes.ts";
import { asRecord } from "./record.ts";
import { reportTarget, schemaTarget, type SchemaTarget } from "./schema-target.ts";
import { typesOf } from "./schema-to-type.ts";

/**
 * All schemas of a document, lowered to one dialect and named. A schema that several places refer to is
 * one definition, however many paths lead to it, so the work is linear in the document.
 */
export interface SchemaTable {
  /** The name in `ApiModel.schemas` for the schema at `node`, which may be a `$ref`, `true` or `false`. */
  add(node: SourceNode, options: SchemaOptions): string;
  /** Where the plain `$ref`s of `node` lead, or null where they lead nowhere. */
  resolve(node: SourceNode): SourceNode | null;
  /** A name for a schema that is derived from another language; `define` gives its content. */
  reserve(place: Place, wanted: string): string;
  /** Sets the content of a reserved name: a normalised schema that refers to others as `#/$defs/<name>`. */
  define(name: string, schema: JsonSchema, note: Note): void;
  readonly notes: Notes;
  /** Messages of that schema carry byte strings as such, so its `format: binary` is a type of bytes. */
  holdsBytes(name: string): void;
  /** The definition of that name; `true` for a name that was never given. */
  get(name: string): JsonSchema;
  /** All definitions, in the order in which they were met. */
  schemas(): Readonly<Record<string, JsonSchema>>;
  /** The same definitions as types, by the same names. */
  types(): readonly NamedType[];
  /** What the document left open about schemas: dialects. */
  decisions(): readonly Decision[];
}

export interface SchemaOptions {
  /** The name to take where the document gives none: a message's id. */
  readonly name: string;
  readonly dialect: SchemaDialect;
}

interface Definition {
  readonly name: string;
  readonly node: SourceNode;
  readonly dialect: SchemaDialect;
}

/** An empty table for one document. */
export function createSchemaTable(tree: SourceTree, report: Report): SchemaTable {
  const say = sayTo(report);
  const names = createSchemaNames(tree);
  const notes = createNotes();
  const nameAt = new Map<string, string>();
  const schemas = new Map<string, JsonSchema>();
  const decisions: Decision[] = [];
  const pending: Definition[] = [];
  const byteRoots = new Set<string>();

  const nameOf = (node: SourceNode, wanted: string | null, dialect: SchemaDialect): string => {
    const key = placeKey(node);
    const known = nameAt.get(key);
    if (known !== undefined) {
      return known;
    }
    const name = names.take(node, wanted);
    nameAt.set(key, name);
    schemas.set(name, true);
    pending.push({ name, node, dialect });
    return name;
  };

  const lowerPending = () => {
    const lowered: Definition[] = [];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const context = contextFor(next, { tree, say, notes, decisions, nameOf });
      schemas.set(next.name, lowerSchema(next.node, next.dialect, context));
      lowered.push(next);
    }
    refuseRepetitions(lowered, schemas, say);
  };

  return {
    notes,
    add: (node, { name, dialect }) => {
      const target = schemaOf(node, tree);
      if (target !== null) {
        reportTarget(node, target, say);
      }
      const added = nameOf(target?.node ?? node, target?.node === node ? name : null, dialect);
      lowerPending();
      return added;
    },
    resolve: (node) => schemaOf(node, tree)?.node ?? null,
    holdsBytes: (name) => void byteRoots.add(name),
    reserve: (place, wanted) => {
      const name = names.take(place, wanted);
      schemas.set(name, schemas.get(name) ?? true);
      return name;
    },
    define: (name, schema, note) => {
      notes.keep(schema, note);
      schemas.set(name, schema);
    },
    get: (name) => schemas.get(name) ?? true,
    schemas: () => asRecord(schemas) as Readonly<Record<string, JsonSchema>>,
    types: () => typesOf(schemas, { notes, byteRoots }),
    decisions: () => decisions,
  };
}

/** Schemas that never come to an answer, or only after exponential time, let nothing through. */
function refuseRepetitions(
  lowered: readonly Definition[],
  schemas: Map<string, JsonSchema>,
  say: Say,
): void {
  const names = lowered.map(({ name }) => name);
  const found = repetitionsAmong(names, schemas);
  for (const { name, node } of lowered) {
    const repetition = found.get(name);
    if (repetition === "endless") {
      const message = `schema "${name}" applies itself to the same value, which never ends`;
      say("schema-endless", node, message, "refer to it from a property or an item only");
    }
    if (repetition === "costly") {
      const message = `schema "${name}" puts one value to more than ${MAX_APPLIED} schemas`;
      say("schema-costly", node, message, "apply what is shared once, and tell choices by a const");
    }
    if (repetition !== undefined) schemas.set(name, false);
  }
}

interface Whole {
  readonly tree: SourceTree;
  readonly say: Say;
  readonly notes: Notes;
  readonly decisions: Decision[];
  readonly nameOf: (node: SourceNode, wanted: string | null, dialect: SchemaDialect) => string;
}

function contextFor(definition: Definition, whole: Whole): LowerContext {
  let isDecided = false;
  return {
    say: whole.say,
    notes: whole.notes,
    refer: (node, dialect) => {
      const reference = isObject(node.value) ? node.value["$ref"] : null;
      const target = schemaOf(node, whole.tree);
      // `#` is the document to AsyncAPI; inside a schema its author means the schema.
      if (reference === "#" && (target === null || !isSchemaLike(target.node))) {
        return definition.name;
      }
      if (target === null) {
        return null;
      }
      reportTarget(node, target, whole.say);
      return whole.nameOf(target.node, null, dialect);
    },
    readAsNewer: (node, keyword) => {
      if (isDecided) {
        return;
      }
      isDecided = true;
      const place = memberOf(node, keyword) ?? node;
      const message = `"${keyword}" is of JSON Schema 2020-12; the schema is read as that`;
      whole.say("schema-dialect", place, message);
      whole.decisions.push(newerDialect(definition.name, keyword, place));
    },
  };
}

function newerDialect(name: string, keyword: string, place: Place): Decision {
  return {
    subject: `schema ${name}`,
    topic: "dialect",
    value: "JSON Schema 2020-12",
    reason: `it uses "${keyword}", which AsyncAPI's own dialect (draft-07) does not have`,
    key: null,
    recorded: null,
    evidence: "strong",
    place: { file: place.file, pointer: place.pointer },
  };
}

/** Keywords that may stand beside a `$ref` and check nothing; with others the schema is one of its own. */
const ANNOTATIONS =
  /^(\$ref|\$comment|\$id|\$schema|id|title|summary|description|default|examples?|deprecated|readOnly|writeOnly|externalDocs|discriminator|x-.*)$/u;

/**
 * Where a chain of plain `$ref`s ends. A `$ref` with keywords beside it that check something is a schema of
 * its own and ends the chain. Null: the chain leads nowhere.
 */
function targetOf(node: SourceNode, tree: SourceTree): SourceNode | null {
  if (!isPlainReference(node.value)) {
    return node;
  }
  const followed = tree.follow(node);
  if (followed === null) {
    return null;
  }
  for (const place of followed.via) {
    const passed = tree.at(place);
    if (passed !== null && !isPlainReference(passed.value)) {
      return passed;
    }
  }
  return followed.node;
}

/** The same, where a message means its payload; null where the chain leads nowhere. */
function schemaOf(node: SourceNode, tree: SourceTree): SchemaTarget | null {
  const target = targetOf(node, tree);
  if (target === null || target === node) {
    return target === null ? null : { node, instead: null };
  }
  return schemaTarget(target, tree);
}

function isPlainReference(value: Plain): boolean {
  return (
    isObject(value) &&
    typeof value["$ref"] === "string" &&
    Object.keys(value).every((keyword) => ANNOTATIONS.test(keyword))
  );
}

function isSchemaLike(node: SourceNode): boolean {
  return typeof node.value === "boolean" || (isObject(node.value) && !("asyncapi" in node.value));
}
