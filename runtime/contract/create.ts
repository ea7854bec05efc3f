import { createCheck } from "./check.ts";
import { resolveModule } from "./modules.ts";
import type { ContractV1 } from "./v1.ts";

/** What a compiled script is called with. */
export function createContractV1(): ContractV1 {
  return { require: resolveModule, check: createCheck };
}
