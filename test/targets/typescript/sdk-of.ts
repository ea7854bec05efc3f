import { compileDocument } from "../../../generator/compile.ts";
import { generatedFiles } from "../../../generator/targets/typescript/index.ts";

/** Generates the SDK of a document that is written as an object; files by path, without the core. */
export async function sdkOf(document: object): Promise<ReadonlyMap<string, string>> {
  const text = JSON.stringify(document);
  const { model, diagnostics } = await compileDocument(
    { kind: "text", name: "api.json", text },
    {
      allowRemote: false,
      allowOutside: false,
      perspective: "server",
      alone: true,
      partial: false,
      until: "model",
    },
  );
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (model === null || errors.length > 0) {
    throw new Error(errors.map(({ message }) => message).join("\n"));
  }
  return new Map(generatedFiles(model, null).files.map(({ path, text: whole }) => [path, whole]));
}

/** What a document of version 3 holds besides its `info`. */
export interface Parts {
  readonly messages: Readonly<Record<string, object>>;
  /** Ids of messages by operation; `ask` is the client's. */
  readonly operations: Readonly<Record<string, Operation>>;
  readonly channels?: readonly string[];
  readonly server?: object;
  readonly more?: object;
}

interface Operation {
  readonly action: "send" | "receive";
  readonly message: string;
  readonly reply?: string;
  readonly channel?: string;
}

/** A document of these parts; every channel has all messages. */
export function documentOf(parts: Parts): object {
  const { messages, operations, channels = ["room"], server, more = {} } = parts;
  const refer = (channel: string, id: string) => ({ $ref: `#/channels/${channel}/messages/${id}` });
  return {
    asyncapi: "3.0.0",
    info: { title: "Chat", version: "1.0.0" },
    servers: { production: { host: "example.com", protocol: "wss", ...server } },
    channels: Object.fromEntries(channels.map((id, at) => [id, { address: `/c${at}`, messages }])),
    operations: Object.fromEntries(
      Object.entries(operations).map(([id, { action, message, reply, channel }]) => {
        const on = channel ?? channels[0] ?? "";
        return [
          id,
          {
            action,
            channel: { $ref: `#/channels/${on}` },
            messages: [refer(on, message)],
            ...(reply === undefined ? {} : { reply: { messages: [refer(on, reply)] } }),
          },
        ];
      }),
    ),
    ...more,
  };
}

/** A message whose payload is an object with these members, all of them required. */
export function objectMessage(
  properties: Readonly<Record<string, object>>,
  more: object = {},
): object {
  return {
    payload: { type: "object", required: Object.keys(properties), properties },
    ...more,
  };
}
