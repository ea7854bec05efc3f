import type { Group } from "../../../runtime/contract/v1.ts";
import type { Message } from "../../model/api.ts";

/** How a route's module gets the codec of a message. */
export interface CodecUse {
  /** What is imported from the core's module. */
  readonly imported: string;
  readonly module: string;
  /** Name of the constant in the module of the route. */
  readonly constant: string;
  /** What the constant is. */
  readonly expression: string;
}

/** The codec of the core for a message of a group. */
export function codecOf(message: Message, group: Group, maxDepth: number): CodecUse {
  const frame = `"${group.frame}"`;
  switch (message.payload.kind) {
    case "json":
      return {
        imported: "json",
        module: "codec/json",
        constant: group.frame === "text" ? "jsonText" : "jsonBytes",
        expression: `json({ maxDepth: ${maxDepth}, frame: ${frame} })`,
      };
    case "text":
      return {
        imported: "createText",
        module: "codec/text",
        constant: `text_${group.frame}`,
        expression: `createText({ frame: ${frame} })`,
      };
    case "bytes":
      return { imported: "bytes", module: "codec/bytes", constant: "bytes", expression: "bytes" };
    case "msgpack":
      return {
        imported: "createMessagePack",
        module: "codec/messagepack",
        constant: `messagePack`,
        expression: `createMessagePack({ maxDepth: ${maxDepth} })`,
      };
    case "cbor":
      return {
        imported: "createCbor",
        module: "codec/cbor",
        constant: "cbor",
        expression: `createCbor({ maxDepth: ${maxDepth} })`,
      };
    case "protobuf":
    case "avro":
      throw new Error(`no codec for ${message.payload.kind}`);
  }
}
