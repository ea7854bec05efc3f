import { BUILD_FINDINGS } from "../build/findings.ts";
import { SCHEMA_FINDINGS } from "../build/schema/findings.ts";
import { CHECK_FINDINGS } from "../checks/findings.ts";
import { REPAIR_FINDINGS } from "../repair/findings.ts";
import { SOURCE_FINDINGS } from "../source/findings.ts";
import { SPEC_FINDINGS } from "../spec/findings.ts";

/** Everything that can be found in a document, by its stable id; docs and `explain` are made from it. */
export const FINDINGS = {
  ...SOURCE_FINDINGS,
  ...REPAIR_FINDINGS,
  ...SPEC_FINDINGS,
  ...BUILD_FINDINGS,
  ...SCHEMA_FINDINGS,
  ...CHECK_FINDINGS,
} as const;
