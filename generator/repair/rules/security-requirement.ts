import { isPlainList, isPlainObject } from "../../source/plain.ts";
import { childPointer } from "../../source/pointer.ts";
import { parseReference, refOf } from "../../source/reference.ts";
import type { Plain, SourceNode, SourceTree } from "../../source/tree.ts";
import {
  itemsOf,
  memberOf,
  objectAt,
  operationsOf,
  placeOf,
  plainObject,
  referenceTo,
  serversOf,
} from "../objects.ts";
import type { Patient, Repair, Rule } from "../rule.ts";

/** `security` of servers and operations written as the other major version has it. */
export const securityRequirement: Rule = {
  id: "security-requirement-form",
  *detect(patient) {
    const { tree, major } = patient;
    for (const holder of [...serversOf(tree), ...operationsOf(tree, major)]) {
      for (const item of itemsOf(memberOf(holder, "security"))) {
        const repair = major === 3 ? toReference(patient, item) : toRequirement(item);
        if (repair !== null) yield repair;
      }
    }
  },
};

function schemesIn(tree: SourceTree): SourceNode | null {
  const components = objectAt(tree, memberOf(tree.root, "components"));
  return objectAt(tree, memberOf(components, "securitySchemes"));
}

/** `{bearer: []}` or `bearer` becomes a reference; several schemes in one object mean "and", which 3.x cannot say. */
function toReference({ tree }: Patient, item: SourceNode): Repair | null {
  const names = typeof item.value === "string" ? [item.value] : namesIn(item.value);
  const [name] = names;
  if (name === undefined || names.length !== 1) return null;
  const scheme = memberOf(schemesIn(tree), name);
  if (scheme === null) return null;
  const scopes = isPlainObject(item.value) ? (item.value[name] ?? null) : null;
  const pointer = childPointer("/components/securitySchemes", name);
  const target = objectAt(tree, scheme);
  const isScoped = isPlainList(scopes) && scopes.length > 0 && target !== null;
  const value: Plain = isScoped ? plainObject(target.value, { scopes }) : referenceTo(pointer);
  return {
    place: placeOf(item),
    message: `security names scheme "${name}" as AsyncAPI 2 does, read as a reference${isScoped ? " with these scopes" : ""}`,
    hint: `write $ref: '#${pointer}'`,
    patches: [{ place: placeOf(item), value }],
  };
}

/** The names of a 2.x requirement, whose values are lists of scopes; `[]` for anything else. */
function namesIn(value: Plain): readonly string[] {
  if (!isPlainObject(value) || refOf(value) !== null) return [];
  const isRequirement = Object.values(value).every((scopes) => isPlainList(scopes));
  return isRequirement ? Object.keys(value) : [];
}

function toRequirement(item: SourceNode): Repair | null {
  const ref = refOf(item.value);
  const name = ref === null ? item.value : schemeName(ref);
  if (typeof name !== "string") return null;
  return {
    place: placeOf(item),
    message: `security refers to scheme "${name}" as AsyncAPI 3 does, read as its name without scopes`,
    hint: `write - ${name}: []`,
    patches: [{ place: placeOf(item), value: plainObject({ [name]: [] }) }],
  };
}

function schemeName(ref: string): string | null {
  const segments = parseReference(ref).segments ?? [];
  const [components, schemes, name] = segments;
  const isScheme = components === "components" && schemes === "securitySchemes";
  return isScheme && segments.length === 3 ? (name ?? null) : null;
}
