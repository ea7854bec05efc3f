/** Checks a document against AsyncAPI's own JSON Schema of its version. */
import type { Diagnostic } from "../diagnostics.ts";
import { bundleTree } from "../source/bundle.ts";
import { emptyObject, isPlainList, isPlainObject } from "../source/plain.ts";
import type { Plain, SourceTree } from "../source/tree.ts";
import { loadSchema } from "./compiled.ts";
import { explain } from "./explain.ts";
import { describeMismatches } from "./describe.ts";
import { versionOf } from "./version.ts";

/**
 * Every way in which a document differs from AsyncAPI's schema, each at the author's line. A document
 * that is no AsyncAPI, or of an unknown version, gets that one finding.
 */
export async function validateSpec(tree: SourceTree): Promise<readonly Diagnostic[]> {
  if (isUnread(tree)) return [];
  const version = versionOf(tree);
  if (typeof version !== "string") return [version];
  const bundle = bundleTree(tree);
  const document = withoutBigints(bundle.document);
  const mismatches = explain(await loadSchema(version), document);
  return describeMismatches(mismatches, document, (pointer) => bundle.origin(pointer));
}

/** Whether a file with text has no value: `load` has said why, unless the text is a null itself. */
function isUnread({ root, files }: SourceTree): boolean {
  const text = files.get(root.file) ?? "";
  return root.value === null && /^[^\S\n]*[^\s#]/m.test(text) && !NULL_ONLY.test(text);
}

/** A null of JSON or YAML with nothing but comments around it. */
const NULL_ONLY = /^\ufeff?(?:\s*#[^\n]*\n)*\s*(?:---\s+)?(?:null|Null|NULL|~)\s*(?:#[^\n]*\s*)*$/;

/** AsyncAPI's schemas know numbers only; a value without bigints is returned as it is. */
function withoutBigints(value: Plain): Plain {
  if (typeof value === "bigint") return Number(value);
  if (isPlainList(value)) {
    const items = value.map(withoutBigints);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isPlainObject(value)) return value;
  const copy = emptyObject();
  let isChanged = false;
  for (const key of Object.keys(value)) {
    const before = value[key] ?? null;
    const after = withoutBigints(before);
    copy[key] = after;
    isChanged ||= after !== before;
  }
  return isChanged ? copy : value;
}
