import {
  distinct,
  escaped,
  message,
  schemas,
  security,
  type Parts,
  type Position,
} from "./hostile-parts.ts";
import { HOSTILE } from "./hostile-strings.ts";

/** A document and what hostile text stands where in it. */
export interface HostileDocument {
  readonly document: Readonly<Record<string, unknown>>;
  readonly used: ReadonlyMap<string, readonly string[]>;
}

/** The document of a seed: about a third of its strings are hostile. The same seed gives the same document. */
export function hostileDocument(seed: number): HostileDocument {
  const used = new Map<string, string[]>();
  let state = seed * 2_654_435_761 + 1;
  const random = (count: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % count;
  };
  const text = (position: Position, plain: string, oneIn = 3): string => {
    if (random(oneIn) > 0) return plain;
    const hostile = HOSTILE[random(HOSTILE.length)] ?? "";
    used.set(position, [...(used.get(position) ?? []), hostile]);
    return hostile;
  };
  const parts = { text, random };
  return { document: seed % 2 === 0 ? version3(parts) : version2(parts), used };
}

function version3(parts: Parts): Readonly<Record<string, unknown>> {
  const { text } = parts;
  const ids = distinct(["say", "said", "asked", "told"].map((id) => text("message", id)));
  const channels = distinct([
    text("channel", "room"),
    text("channel", "lobby"),
    text("channel", "Room", 2),
  ]);
  const messages = Object.fromEntries(ids.map((id) => [id, message(parts, id)]));
  const [say = "", said = "", asked = "", told = ""] = ids;
  const operations = distinct(["ask", "tell", "hear"].map((id) => text("operation", id)));
  return {
    asyncapi: "3.0.0",
    ...root(parts),
    servers: {
      [text("server", "production")]: {
        ...server(parts),
        host: text("host", "example.com", 20),
        protocol: "wss",
      },
    },
    channels: Object.fromEntries(
      channels.map((channel, at) => [
        channel,
        {
          ...channelParts(parts),
          address: `/c${at}/${text("address", "x", 8)}/{${PARAMETER}}`,
          parameters: { [PARAMETER]: { description: text("description", "d") } },
          messages: Object.fromEntries(
            ids.map((id) => [id, { $ref: `#/components/messages/${escaped(id)}` }]),
          ),
        },
      ]),
    ),
    operations: Object.fromEntries(
      operations.map((operation, at) => {
        const channel = escaped(channels[at % channels.length] ?? "");
        const refer = (id: string) => ({ $ref: `#/channels/${channel}/messages/${escaped(id)}` });
        const [sent, replied] =
          [
            [say, said],
            [asked, told],
            [told, asked],
          ][at] ?? [];
        return [
          operation,
          {
            action: at === 2 ? "send" : "receive",
            channel: { $ref: `#/channels/${channel}` },
            description: text("description", "An operation."),
            messages: [refer(sent ?? say)],
            reply: {
              channel: { $ref: `#/channels/${channel}` },
              messages: [refer(replied ?? said)],
            },
          },
        ];
      }),
    ),
    components: { messages, schemas: schemas(parts), ...security(parts) },
  };
}

function version2(parts: Parts): Readonly<Record<string, unknown>> {
  const { text, random } = parts;
  const channels = distinct([text("channel", "room"), text("channel", "Room")]);
  const messages = distinct(["say", "said", "told"].map((id) => text("message", id)));
  return {
    asyncapi: "2.6.0",
    ...root(parts),
    servers: {
      [text("server", "production")]: {
        ...server(parts),
        url: `wss://${text("host", "example.com", 20)}/v1`,
        protocol: "wss",
      },
    },
    channels: Object.fromEntries(
      channels.map((channel, at) => [
        `/c${at}/${channel}`,
        {
          ...channelParts(parts),
          publish: {
            operationId: text("operation", `publish${at}`),
            description: text("description", "An operation."),
            ...(random(4) === 0
              ? {}
              : { message: { oneOf: messages.map((id) => message(parts, id)) } }),
          },
          subscribe: {
            ...(random(4) === 0 ? {} : { message: message(parts, messages[0] ?? "") }),
          },
        },
      ]),
    ),
    components: { schemas: schemas(parts), ...security(parts) },
  };
}

function root({ text, random }: Parts): Readonly<Record<string, unknown>> {
  return {
    info: {
      title: text("title", "Chat"),
      version: text("version", "1.0.0"),
      description: text("description", "An API."),
      license: { name: text("license", "Apache-2.0") },
    },
    "x-framegate": {
      ...(random(6) === 0 ? { context: `/${text("context", "chat", 2)}` } : {}),
      closeCodes: { "4100": { name: text("closeCode", "SESSION_ENDED", 20), retry: "afterAuth" } },
    },
  };
}

function server({ text }: Parts): Readonly<Record<string, unknown>> {
  return {
    description: text("description", "A server."),
    variables: {
      [text("variable", "region")]: {
        default: text("variableValue", "eu"),
        enum: distinct([text("variableValue", "eu"), "us"]),
      },
    },
    security: [],
  };
}

const PARAMETER = "roomId";

function channelParts({ text, random }: Parts): Readonly<Record<string, unknown>> {
  return {
    description: text("description", "A channel."),
    bindings: {
      ws: {
        query: {
          type: "object",
          properties: {
            [text("query", "name")]: {
              type: "string",
              description: text("description", "A name."),
              default: text("default", "ada"),
              enum: distinct(["ada", text("enumValue", "bo")]),
            },
            since: { type: "string", format: text("format", "date-time") },
          },
        },
        headers: {
          type: "object",
          properties: { [text("header", "X-Client", 6)]: { type: "string" } },
        },
      },
    },
    ...(random(6) === 0
      ? { "x-framegate": { subprotocols: [text("subprotocol", "chat.v1", 4)] } }
      : {}),
  };
}
