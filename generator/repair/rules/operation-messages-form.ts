import { isPlainList, isPlainObject } from "../../source/plain.ts";
import type { SourceNode, SourceTree } from "../../source/tree.ts";
import type { ObjectNode } from "../objects.ts";
import {
  itemsOf,
  memberOf,
  memberPlace,
  objectAt,
  operationsOf,
  placeOf,
  plainObject,
} from "../objects.ts";
import type { Repair, Rule } from "../rule.ts";

/** `messages` on a 2.x operation, a list as its `message`; `message` on a 3.x operation. */
export const operationMessagesForm: Rule = {
  id: "operation-messages-form",
  *detect({ tree, major }) {
    for (const operation of operationsOf(tree, major)) {
      const repair = major === 2 ? toMessage(tree, operation) : toMessages(operation);
      if (repair !== null) yield repair;
    }
  },
};

function toMessage(tree: SourceTree, operation: ObjectNode): Repair | null {
  const message = memberOf(operation, "message");
  const written = message ?? memberOf(operation, "messages");
  if (written === null || !isPlainList(written.value)) return null;
  if (!itemsOf(written).every((item) => objectAt(tree, item) !== null)) return null;
  const [only] = written.value;
  const isOne = only !== undefined && written.value.length === 1;
  const place = memberPlace(operation, "message");
  const value = isOne ? only : plainObject({ oneOf: written.value });
  const name = message === null ? "messages" : "message";
  return {
    place: placeOf(written),
    message: `${name} is a list, read as message: ${isOne ? "its one item" : "{oneOf: …}"}`,
    hint: "write message: {oneOf: [...]}",
    patches: [
      ...(message === null ? [{ place: placeOf(written), value: undefined }] : []),
      { place, value, origin: placeOf(written) },
    ],
  };
}

function toMessages(operation: ObjectNode): Repair | null {
  const written = memberOf(operation, "message");
  if (written === null || memberOf(operation, "messages") !== null) return null;
  const references = referencesIn(written);
  if (references === null) return null;
  return {
    place: placeOf(written),
    message: `message is AsyncAPI 2, read as messages with ${references.length} of them`,
    hint: "write messages: followed by a list of references to messages of the channel",
    patches: [
      { place: memberPlace(operation, "messages"), value: references, origin: placeOf(written) },
      { place: placeOf(written), value: undefined },
    ],
  };
}

/** The references of a 2.x `message`: itself, or those of its `oneOf`; null when it is written in place. */
function referencesIn(message: SourceNode): readonly SourceNode["value"][] | null {
  const choices = memberOf(message, "oneOf");
  const values =
    choices === null ? [message.value] : isPlainList(choices.value) ? choices.value : [];
  const areReferences = values.every(
    (value) => isPlainObject(value) && typeof value["$ref"] === "string",
  );
  return values.length > 0 && areReferences ? values : null;
}
