import { childPointer } from "../../source/pointer.ts";
import type { SourceNode, SourceTree } from "../../source/tree.ts";
import { channelsOf, itemsOf, memberOf, membersOf, objectAt, operationsOf } from "../objects.ts";
import { placeOf, serversOf } from "../objects.ts";
import type { Repair, Rule } from "../rule.ts";
import { writtenText } from "../written-text.ts";

const PROSE = ["title", "summary", "description"];
const CHOICE = ["default", "description", "enum", "examples"];

/** Version numbers, ports and the like, which YAML takes for numbers where AsyncAPI has text. */
export const textUnquoted: Rule = {
  id: "text-unquoted",
  *detect({ tree, major }) {
    const servers = serversOf(tree);
    const channels = channelsOf(tree);
    const parameters = partsOf(tree, channels, "parameters");
    const texts: readonly (readonly [readonly SourceNode[], readonly string[]])[] = [
      [[memberOf(tree.root, "info") ?? tree.root], ["description", "termsOfService"]],
      [servers, ["protocolVersion", ...PROSE]],
      [partsOf(tree, servers, "variables", "serverVariables"), CHOICE],
      [parameters, major === 3 ? CHOICE : ["description"]],
      [channels, PROSE],
      [operationsOf(tree, major), PROSE],
      [messagesOf(tree, channels), ["name", ...PROSE]],
    ];
    for (const [holders, names] of texts) {
      for (const holder of distinct(holders)) {
        for (const name of names) yield* unquoted(tree, memberOf(holder, name), name);
      }
    }
  },
};

function* unquoted(tree: SourceTree, node: SourceNode | null, name: string): Generator<Repair> {
  if (node === null) return;
  const isList = name === "enum" || name === "examples";
  const found = (isList ? itemsOf(node) : [node]).flatMap((scalar) => {
    const text = writtenText(tree, placeOf(scalar), scalar.value);
    return text === null ? [] : [{ place: placeOf(scalar), value: text }];
  });
  if (found.length === 0) return;
  const texts = found.map(({ value }) => value);
  const quoted = texts.map((text) => `'${text}'`).join(", ");
  yield {
    place: placeOf(node),
    message: `${name} has ${texts.join(", ")} without quotes, read as text`,
    hint: `write ${name}: ${isList ? `[${quoted}]` : quoted}`,
    patches: found,
  };
}

/** What stands under a key of the holders or, by the same name unless another is given, in components. */
function partsOf(
  tree: SourceTree,
  holders: readonly SourceNode[],
  name: string,
  component = name,
): readonly SourceNode[] {
  const components = objectAt(tree, memberOf(tree.root, "components"));
  const maps = [
    ...holders.map((holder) => memberOf(holder, name)),
    memberOf(components, component),
  ];
  return maps
    .flatMap((map) => membersOf(objectAt(tree, map)))
    .flatMap((node) => objectAt(tree, node) ?? []);
}

function messagesOf(tree: SourceTree, channels: readonly SourceNode[]): readonly SourceNode[] {
  const single = channels.flatMap((channel) =>
    ["publish", "subscribe"].flatMap((name) => {
      const message = memberOf(objectAt(tree, memberOf(channel, name)), "message");
      return objectAt(tree, message) ?? [];
    }),
  );
  return [...single, ...partsOf(tree, channels, "messages")];
}

function distinct(nodes: readonly SourceNode[]): readonly SourceNode[] {
  return [...new Map(nodes.map((node) => [childPointer(node.file, node.pointer), node])).values()];
}
