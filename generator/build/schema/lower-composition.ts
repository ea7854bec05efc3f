import type { JsonSchema } from "../../model/api.ts";
import type { Draft, Lowering } from "./draft.ts";
import { isList, isObject, itemsOf, memberOf, shown } from "./node.ts";

/** Lowers `allOf`, `anyOf`, `oneOf`, `not` and `if`. */
export function lowerComposition(draft: Draft, lowering: Lowering): void {
  for (const keyword of ["allOf", "anyOf", "oneOf"]) {
    lowerList(draft, keyword, lowering);
  }
  const not = memberOf(draft.node, "not");
  if (not !== null && not.value !== null) {
    draft.out["not"] = lowering.lower(not);
  }
  lowerCondition(draft, lowering);
}

function lowerList(draft: Draft, keyword: string, lowering: Lowering): void {
  const node = memberOf(draft.node, keyword);
  if (node === null || node.value === null) {
    return;
  }
  if (!isList(node.value)) {
    lowerLoneOption(draft, keyword, lowering);
    return;
  }
  if (node.value.length === 0) {
    lowering.say("schema-keyword-slip", node, `${keyword} is an empty list and says nothing`);
    return;
  }
  const schemas = itemsOf(node).map((item) => lowering.lower(item));
  if (keyword !== "allOf" || schemas.some((schema) => schema !== true)) {
    draft.out[keyword] = schemas;
  }
}

function lowerLoneOption(draft: Draft, keyword: string, lowering: Lowering): void {
  const node = memberOf(draft.node, keyword) ?? draft.node;
  if (!isObject(node.value)) {
    const message = `${keyword} is ${shown(node.value)}, expected a list of schemas`;
    lowering.say("schema-keyword-value", node, message);
    return;
  }
  lowering.say("schema-keyword-slip", node, `${keyword} is one schema, read as a list of it`);
  draft.out[keyword] = [lowering.lower(node)];
}

function lowerCondition(draft: Draft, lowering: Lowering): void {
  const condition = memberOf(draft.node, "if");
  const branches: [string, JsonSchema][] = [];
  for (const keyword of ["then", "else"]) {
    const branch = memberOf(draft.node, keyword);
    if (branch !== null && branch.value !== null) {
      branches.push([keyword, lowering.lower(branch)]);
    }
  }
  if (condition === null || branches.length === 0) {
    return;
  }
  draft.out["if"] = lowering.lower(condition);
  for (const [keyword, schema] of branches) {
    draft.out[keyword] = schema;
  }
}
