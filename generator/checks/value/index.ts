import type { JsonSchema } from "../../model/api.ts";
import { written } from "../../render/code.ts";
import type { Code } from "../../render/code.ts";
import { prepareSchemas } from "../prepare.ts";
import type { SchemaFailure } from "../prepare.ts";
import { findBroken } from "./broken.ts";
import { writeChooser } from "./chooser.ts";
import type { NamedChooser } from "./chooser.ts";
import type { CoreModule } from "./core-functions.ts";
import { createModule } from "./module.ts";
import { createWriting } from "./schema-code.ts";
import type { Writing } from "./writing.ts";

export type { NamedChooser };

/** What the checks of an SDK are made of. */
export interface ValueChecksInput {
  /** Normalised 2020-12 schemas by name; `$ref`s are `#/$defs/<name>`. */
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly checks: readonly NamedCheck[];
  /** What tells the messages of groups apart (`chooseMessages`). */
  readonly choosers?: readonly NamedChooser[];
  /** What stands before the names of the core's modules in imports; `./core/` unless told. */
  readonly core?: string;
}

/** A check that the module exports. */
export interface NamedCheck {
  /** An identifier of JavaScript, each once. */
  readonly name: string;
  /** Name in `schemas`; null: any value. */
  readonly schema: string | null;
  /** The payload is or holds a `Uint8Array`: checked as text with one character per byte. */
  readonly isBytes?: boolean;
}

/** The checks of an API for an SDK. */
export interface ValueChecks {
  /**
   * An ES module that exports, under each name, a `Check` of the core or a function of a value that gives the indices
   * of the group's entries that it can be, or a `Fault`.
   */
  readonly code: Code;
  /** The modules of the core that it imports, as paths without ending: `checking/text`. */
  readonly modules: readonly CoreModule[];
  /** Schemas, or parts, that no check can be made of. They refuse everything. */
  readonly failures: readonly SchemaFailure[];
}

/**
 * Compiles checks that need nothing but the core's modules. They say what the gateway's checks say of the same value.
 * The same input gives the same text.
 */
export function compileValueChecks(input: ValueChecksInput): ValueChecks {
  const { checks, choosers = [], core = "./core/" } = input;
  const prepared = prepareSchemas(input.schemas);
  const broken = findBroken(prepared);
  const module = createModule([...checks, ...choosers].map(({ name }) => name));
  const writing = createWriting(module, prepared);
  const aliases = checks.flatMap((check) => {
    const definition = check.schema === null ? null : (prepared.nameOf.get(check.schema) ?? "");
    const isKnown = definition !== "" && !broken.definitions.has(definition ?? "");
    return exportCheck(writing, check, isKnown ? definition : "");
  });
  for (const chooser of choosers) {
    aliases.push(`${writeChooser(module, chooser)} as ${chooser.name}`);
  }
  if (choosers.length > 0) {
    aliases.push(module.core("noMessage"));
  }
  if (aliases.length > 0) {
    module.add("export {", ...aliases.map((alias) => `  ${alias},`), "};");
  }
  return {
    code: written(module.text(core)),
    modules: module.modules(),
    failures: [...prepared.failures, ...broken.failures],
  };
}

/** Exports the check of a definition; null: any value passes; `""`: none does. */
function exportCheck(
  { module, reference, isMetered }: Writing,
  { name, isBytes = false }: NamedCheck,
  definition: string | null,
): readonly string[] {
  if (definition === null) {
    return [`${module.core("accept")} as ${name}`];
  }
  if (definition === "") {
    return [`${module.core("refuse")} as ${name}`];
  }
  const part = reference(definition);
  const wrappers = [
    ...(isMetered ? [module.core("paid")] : []),
    ...(isBytes ? [module.core("ofBytes")] : []),
  ];
  if (part.isOpen || wrappers.length === 0) {
    return [...aliasOf(module, part.reference, name)];
  }
  const code = wrappers.reduce((inner, wrapper) => `${wrapper}(${inner})`, part.reference);
  module.add(`export const ${name} = /* @__PURE__ */ ${code};`, "");
  return [];
}

function aliasOf(module: Writing["module"], reference: string, name: string): readonly string[] {
  if (/^\w+$/u.test(reference)) {
    return [`${reference} as ${name}`];
  }
  module.add(`export const ${name} = ${reference};`, "");
  return [];
}
