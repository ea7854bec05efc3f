import type { JsonSchema } from "../../model/api.ts";
import { written } from "../../render/code.ts";
import type { Code } from "../../render/code.ts";
import { prepareSchemas } from "../prepare.ts";
import type { SchemaFailure } from "../prepare.ts";
import { withBeneath } from "./core-functions.ts";
import { createModule } from "./module.ts";
import { createWriting } from "./schema-code.ts";

/** What the checks of an SDK are made of. */
export interface ValueChecksInput {
  /** Normalised 2020-12 schemas by name; `$ref`s are `#/$defs/<name>`. */
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly checks: readonly NamedCheck[];
  /** What stands before the names of the core's modules in imports; `./core/` unless told. */
  readonly core?: string;
}

/** A check that the module exports. */
export interface NamedCheck {
  /** An identifier of JavaScript, each once. */
  readonly name: string;
  /** Name in `schemas`; null: any value. */
  readonly schema: string | null;
}

/** The checks of an API for an SDK. */
export interface ValueChecks {
  /** An ES module that exports one function under each name: a `Check` of the core. */
  readonly code: Code;
  /** The modules of the core that it needs, with all that these import, as paths without ending: `checking/text`. */
  readonly modules: readonly string[];
  /** Schemas, or parts, that no check can be made of. They refuse everything. */
  readonly failures: readonly SchemaFailure[];
}

/** Compiles checks without dependencies. The same input gives the same text. */
export function compileValueChecks(input: ValueChecksInput): ValueChecks {
  const prepared = prepareSchemas(input.schemas);
  const module = createModule(input.checks.map(({ name }) => name));
  const writing = createWriting(module, prepared);
  const failures = [...prepared.failures];
  const exported = input.checks.map(({ name, schema }) => {
    if (schema === null) {
      return `${module.core("accept")} as ${name}`;
    }
    const definition = prepared.nameOf.get(schema);
    const part = definition === undefined ? null : writing.reference(definition);
    return `${part?.reference ?? module.core("refuse")} as ${name}`;
  });
  module.add(`export { ${exported.join(", ")} };`);
  return {
    code: written(module.text(input.core ?? "./core/")),
    modules: withBeneath(module.modules()),
    failures,
  };
}
