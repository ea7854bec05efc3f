/** Checks a document against AsyncAPI's own JSON Schema of its version. */
import type { Diagnostic } from "../diagnostics.ts";
import { bundleTree } from "../source/bundle.ts";
import { emptyObject, isPlainList, isPlainObject } from "../source/plain.ts";
import type { Plain, SourceTree } from "../source/tree.ts";
import { loadSchema, loadVerdict } from "./compiled.ts";
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
  if (!isLaborious(document)) {
    const isValid = await loadVerdict(version);
    if (isValid(document)) return [];
  }
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

/** Pairs of list items that the compiled schema may compare one by one: about 20 ms. */
const MAX_PAIRS = 2_000_000;

/**
 * Whether lists are so long that the compiled schema, which compares each item of an `enum` or of `tags`
 * with each other, would take seconds. The explanation of differences takes linear time and gives the same.
 */
function isLaborious(document: Plain): boolean {
  let pairs = 0;
  const pending: Plain[] = [document];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value !== "object" || value === null) continue;
    const members = isPlainList(value) ? value : Object.values(value);
    if (isPlainList(value)) pairs += (value.length * value.length) / 2;
    if (pairs > MAX_PAIRS) return true;
    for (const member of members) pending.push(member);
  }
  return false;
}

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
