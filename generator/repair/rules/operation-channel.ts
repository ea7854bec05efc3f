import { childPointer } from "../../source/pointer.ts";
import type { SourceNode, SourceTree } from "../../source/tree.ts";
import {
  memberOf,
  membersOf,
  objectAt,
  operationsOf,
  placeOf,
  referenceTo,
  textOf,
} from "../objects.ts";
import type { Rule } from "../rule.ts";

/** AsyncAPI 3: an operation's or reply's channel as a bare name or address. */
export const operationChannel: Rule = {
  id: "operation-channel-name",
  *detect({ tree, major }) {
    if (major === 2) return;
    for (const operation of operationsOf(tree, major)) {
      for (const holder of [operation, objectAt(tree, memberOf(operation, "reply"))]) {
        const channel = memberOf(holder, "channel");
        if (channel === null || typeof channel.value !== "string") continue;
        const pointer = channelNamed(tree, channel.value);
        if (pointer === null) continue;
        yield {
          place: placeOf(channel),
          message: `channel is "${channel.value}", read as a reference to "${pointer}"`,
          hint: `write channel: {$ref: '#${pointer}'}`,
          patches: [{ place: placeOf(channel), value: referenceTo(pointer) }],
        };
      }
    }
  },
};

/** The pointer of the one channel with a name, or else with an address. */
function channelNamed(tree: SourceTree, text: string): string | null {
  const name = text.replace(/^#\/channels\//, "");
  const channels = objectAt(tree, memberOf(tree.root, "channels"));
  if (memberOf(channels, name) !== null) return childPointer("/channels", name);
  const byAddress = membersOf(channels).filter((channel) => hasAddress(tree, channel, name));
  const [only] = byAddress;
  return only !== undefined && byAddress.length === 1 ? only.pointer : null;
}

function hasAddress(tree: SourceTree, channel: SourceNode, address: string): boolean {
  const object = objectAt(tree, channel);
  return object !== null && textOf(object, "address") === address;
}
