import type { Diagnostic } from "../../generator/diagnostics.ts";
import { repairDocument } from "../../generator/repair/repair.ts";
import type { SourceTree } from "../../generator/source/tree.ts";
import { validateSpec } from "../../generator/spec/validate.ts";
import { loadText } from "../source/load-text.ts";

/** A document after its repairs, what they said, and what AsyncAPI's schema says then. */
export async function repairText(text: string): Promise<{
  readonly tree: SourceTree;
  readonly warnings: readonly Diagnostic[];
  readonly remaining: readonly Diagnostic[];
}> {
  const { tree } = await loadText(text);
  const warnings: Diagnostic[] = [];
  const repaired = repairDocument(tree, (warning) => warnings.push(warning));
  return { tree: repaired, warnings, remaining: await validateSpec(repaired) };
}
