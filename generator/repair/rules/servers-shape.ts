import { isPlainObject } from "../../source/plain.ts";
import type { SourceNode } from "../../source/tree.ts";
import type { Patch } from "../../source/patch.ts";
import type { Rule } from "../rule.ts";
import {
  itemsOf,
  memberOf,
  memberPlace,
  objectAt,
  placeOf,
  plainObject,
  textOf,
  without,
} from "../objects.ts";

/** `servers` as a list, or as one bare server. */
export const serversShape: Rule = {
  id: "servers-shape",
  *detect({ tree }) {
    const servers = memberOf(tree.root, "servers");
    if (servers === null) return;
    const items = itemsOf(servers);
    const objects = items.flatMap((item) => objectAt(tree, item) ?? []);
    if (items.length > 0 && objects.length === items.length) {
      const names = namesFor(items);
      yield {
        place: placeOf(servers),
        message: `servers is a list, read as an object with ${names.map((name) => `"${name}"`).join(", ")}`,
        hint: "write a name and a colon instead of each dash",
        patches: [
          { place: placeOf(servers), value: plainObject() },
          ...items.map(named(servers, names)),
        ],
      };
      return;
    }
    const isServer = ["url", "host"].some((key) => textOf(servers, key) !== null);
    if (!isServer || textOf(servers, "protocol") === null) return;
    yield {
      place: placeOf(servers),
      message: 'servers is one server, read as a server named "default"',
      hint: "write a name and a colon above it: servers: {default: …}",
      patches: [
        { place: placeOf(servers), value: plainObject({ default: servers.value }) },
        { place: memberPlace(servers, "default"), value: servers.value, origin: placeOf(servers) },
      ],
    };
  },
};

function named(servers: SourceNode, names: readonly string[]) {
  return (item: SourceNode, index: number): Patch => {
    const name = names[index] ?? `server${index + 1}`;
    const object = plainObject(isPlainObject(item.value) ? item.value : null);
    return {
      place: memberPlace(servers, name),
      value: "$ref" in object ? item.value : without(object, "name"),
      origin: placeOf(item),
    };
  };
}

/** The servers' own names; numbered where they have none or share one. */
function namesFor(items: readonly SourceNode[]): readonly string[] {
  const names: string[] = [];
  for (const [index, item] of items.entries()) {
    const own = textOf(item, "name");
    const isFree = own !== null && /^[\w.-]+$/.test(own) && !names.includes(own);
    names.push(isFree ? own : items.length === 1 ? "default" : `server${index + 1}`);
  }
  return names;
}
