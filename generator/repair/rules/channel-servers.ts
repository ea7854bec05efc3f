import { isPlainObject } from "../../source/plain.ts";
import { childPointer } from "../../source/pointer.ts";
import { parseReference, refOf } from "../../source/reference.ts";
import type { SourceNode } from "../../source/tree.ts";
import { channelsOf, itemsOf, memberOf, objectAt, placeOf, referenceTo } from "../objects.ts";
import type { Patient, Repair, Rule } from "../rule.ts";

/** A channel's servers written as the other major version has them. */
export const channelServers: Rule = {
  id: "channel-servers-shape",
  *detect(patient) {
    const { tree, major } = patient;
    for (const channel of channelsOf(tree)) {
      for (const item of itemsOf(memberOf(channel, "servers"))) {
        const repair = major === 3 ? toReference(patient, item) : toName(item);
        if (repair !== null) yield repair;
      }
    }
  },
};

function toReference({ tree }: Patient, item: SourceNode): Repair | null {
  const servers = objectAt(tree, memberOf(tree.root, "servers"));
  const name = item.value;
  if (typeof name !== "string" || memberOf(servers, name) === null) return null;
  const value = referenceTo(childPointer("/servers", name));
  return {
    place: placeOf(item),
    message: `server "${name}" is a name, read as a reference`,
    hint: `write $ref: '${String(value["$ref"])}'`,
    patches: [{ place: placeOf(item), value }],
  };
}

function toName(item: SourceNode): Repair | null {
  const ref = isPlainObject(item.value) ? refOf(item.value) : null;
  const segments = ref === null ? null : parseReference(ref).segments;
  const [servers, name] = segments ?? [];
  if (servers !== "servers" || name === undefined || segments?.length !== 2) return null;
  return {
    place: placeOf(item),
    message: `server "${name}" is a reference, read as a name`,
    hint: `write - ${name}`,
    patches: [{ place: placeOf(item), value: name }],
  };
}
