import type { Patch } from "../../source/patch.ts";
import type { SourceTree } from "../../source/tree.ts";
import type { ObjectNode } from "../objects.ts";
import { channelsOf, memberOf, memberPlace, objectAt, operationsOf, placeOf } from "../objects.ts";
import type { Rule } from "../rule.ts";

/** `security` on a channel: its operations have it, unless they have their own. */
export const channelSecurity: Rule = {
  id: "channel-security",
  *detect({ tree, major }) {
    const operations = operationsOf(tree, major);
    for (const channel of channelsOf(tree)) {
      const security = memberOf(channel, "security");
      if (security === null || !Array.isArray(security.value)) continue;
      const own = operations.filter((operation) => isOn(tree, operation, channel, major));
      const bare = own.filter((operation) => memberOf(operation, "security") === null);
      const patches: Patch[] = bare.map((operation) => ({
        place: memberPlace(operation, "security"),
        value: security.value,
        origin: placeOf(security),
      }));
      yield {
        place: placeOf(security),
        message: `a channel has no security, read as that of its ${count(bare.length)}`,
        hint: "write it under each operation, or under the server for all channels",
        patches: [...patches, { place: placeOf(security), value: undefined }],
      };
    }
  },
};

function count(operations: number): string {
  return operations === 1
    ? "1 operation without security"
    : `${operations} operations without security`;
}

function isOn(tree: SourceTree, operation: ObjectNode, channel: ObjectNode, major: 2 | 3): boolean {
  if (major === 2) {
    return ["publish", "subscribe"].some((name) => {
      const own = objectAt(tree, memberOf(channel, name));
      return own !== null && own.file === operation.file && own.pointer === operation.pointer;
    });
  }
  const target = objectAt(tree, memberOf(operation, "channel"));
  return target !== null && target.file === channel.file && target.pointer === channel.pointer;
}
