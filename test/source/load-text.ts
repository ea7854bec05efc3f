import { loadDocument } from "../../generator/source/load.ts";
import type { Plain, SourceTree } from "../../generator/source/tree.ts";

/** What a text loads as; `name` decides between YAML and JSON. */
export async function loadText(
  text: string,
  name = "api.yaml",
): Promise<{
  readonly tree: SourceTree;
  readonly rules: readonly string[];
  readonly messages: readonly string[];
}> {
  const source = { kind: "text", name, text } as const;
  const { tree, diagnostics } = await loadDocument(source, {
    allowRemote: false,
    allowOutside: false,
  });
  if (tree === null) throw new Error(`not loaded: ${diagnostics[0]?.message}`);
  const rules = diagnostics.map(({ rule }) => rule);
  return { tree, rules, messages: diagnostics.map(({ message }) => message) };
}

/** A value as ordinary JSON, for comparing. */
export function asJson(value: Plain): unknown {
  const text = JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "bigint" ? `${inner}n` : inner,
  );
  return JSON.parse(text);
}
