import { isPlainObject } from "../../source/plain.ts";
import { refOf } from "../../source/reference.ts";
import type { SourceNode, SourceTree } from "../../source/tree.ts";
import {
  channelsOf,
  itemsOf,
  memberOf,
  membersOf,
  objectAt,
  operationsOf,
  placeOf,
  plainObject,
} from "../objects.ts";
import type { Patient, Rule } from "../rule.ts";

/** Members beside the `$ref` of an AsyncAPI object. Those of schemas are read with the schema. */
export const referenceSiblings: Rule = {
  id: "reference-siblings",
  *detect(patient) {
    const seen = new Set<string>();
    for (const node of referables(patient)) {
      const ref = refOf(node.value);
      const key = `${node.file}#${node.pointer}`;
      if (ref === null || !isPlainObject(node.value) || seen.has(key)) continue;
      seen.add(key);
      const siblings = Object.keys(node.value).filter(
        (name) => name !== "$ref" && !name.startsWith("x-"),
      );
      if (siblings.length === 0) continue;
      const names = siblings.map((name) => `"${name}"`).join(", ");
      yield {
        place: placeOf(node),
        message: `${names} beside a $ref ${siblings.length === 1 ? "is" : "are"} ignored`,
        hint: `write ${siblings.length === 1 ? "it" : "them"} in what "${ref}" names`,
        patches: [{ place: placeOf(node), value: plainObject({ $ref: ref }) }],
      };
    }
  },
};

/** Every node of an AsyncAPI object (no schema) that may be a reference. */
function* referables({ tree, major }: Patient): Iterable<SourceNode> {
  const components = objectAt(tree, memberOf(tree.root, "components"));
  for (const kind of ["servers", "channels", "operations", "messages"]) {
    yield* membersOf(objectAt(tree, memberOf(tree.root, kind)));
    yield* membersOf(objectAt(tree, memberOf(components, kind)));
  }
  for (const channel of channelsOf(tree)) {
    yield* membersOf(objectAt(tree, memberOf(channel, "messages")));
    yield* membersOf(objectAt(tree, memberOf(channel, "parameters")));
  }
  for (const operation of operationsOf(tree, major)) yield* ofOperation(tree, operation);
}

function* ofOperation(tree: SourceTree, operation: SourceNode): Iterable<SourceNode> {
  for (const name of ["channel", "reply", "message"]) {
    const member = memberOf(operation, name);
    if (member !== null) yield member;
  }
  const reply = objectAt(tree, memberOf(operation, "reply"));
  for (const holder of [operation, reply]) yield* itemsOf(memberOf(holder, "messages"));
}
